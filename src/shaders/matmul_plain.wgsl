// matmul, the plain way: one invocation makes one element of out, a row of A times a column of B.
//   @binding(0) a  [batch, m, k], or [batch, k, m] transposed: strides in Params
//   @binding(1) b  [batch, k, n], or [batch, n, k] transposed
//   then the epilogue's bindings (lib/matmul_store*.wgsl)
// Overrides: WORKGROUP_X, WORKGROUP_Y: 1..16 each. Grid: ceil(n / X), ceil(m / Y), batch.
// Reference: tests/kernels/matmul.test.ts (float64).
override WORKGROUP_X: u32 = 8;
override WORKGROUP_Y: u32 = 8;

@group(0) @binding(0) var<storage, read> a: array<elem>;
@group(0) @binding(1) var<storage, read> b: array<elem>;

@compute @workgroup_size(WORKGROUP_X, WORKGROUP_Y)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let col = id.x;
  let row = id.y;
  let batch = id.z;
  if (row >= params.m || col >= params.n) { return; }
  let a_start = batch * params.a_batch + row * params.a_row;
  let b_start = batch * params.b_batch + col * params.b_col;
  var sum = 0.0;
  for (var i = 0u; i < params.k; i++) {
    sum += f32(a[a_start + i * params.a_col]) * f32(b[b_start + i * params.b_row]);
  }
  store(batch, row, col, sum);
}
