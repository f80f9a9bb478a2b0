// matmul, the textbook way on a GPU: a workgroup copies a TILE × TILE piece of A and of B into its
// shared memory, so that each element is read from global memory once for TILE products.
//   @binding(0) a  [batch, m, k], or [batch, k, m] transposed: strides in Params
//   @binding(1) b  [batch, k, n], or [batch, n, k] transposed
//   then the epilogue's bindings (lib/matmul_store*.wgsl)
// Constants: TILE: 8 or 16. Grid: ceil(n / TILE), ceil(m / TILE), batch.
// Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts (float64).
@group(0) @binding(0) var<storage, read> a: array<elem>;
@group(0) @binding(1) var<storage, read> b: array<elem>;

var<workgroup> tile_a: array<array<f32, TILE>, TILE>;  // [row, inner]
var<workgroup> tile_b: array<array<f32, TILE>, TILE>;  // [inner, col]

fn read_a(batch: u32, row: u32, inner: u32) -> f32 {
  if (row >= params.m || inner >= params.k) { return 0.0; }
  return f32(a[batch * params.a_batch + row * params.a_row + inner * params.a_col]);
}

fn read_b(batch: u32, inner: u32, col: u32) -> f32 {
  if (inner >= params.k || col >= params.n) { return 0.0; }
  return f32(b[batch * params.b_batch + inner * params.b_row + col * params.b_col]);
}

@compute @workgroup_size(TILE, TILE)
fn main(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(local_invocation_id) local: vec3u,
) {
  let batch = id.z;
  var sum = 0.0;
  for (var k = 0u; k < params.k; k += TILE) {
    tile_a[local.y][local.x] = read_a(batch, id.y, k + local.x);
    tile_b[local.y][local.x] = read_b(batch, k + local.y, id.x);
    workgroupBarrier();
    for (var i = 0u; i < TILE; i++) {
      sum += tile_a[local.y][i] * tile_b[i][local.x];
    }
    workgroupBarrier();
  }
  store(batch, id.y, id.x, sum);
}
