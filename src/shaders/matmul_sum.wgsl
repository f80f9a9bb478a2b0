// Second pass of a matmul whose k was cut into slices: adds the slices' results in their order, so
// that two runs give the same bits, then does what the epilogue says.
//   @binding(0) a  [slices, m, n], the first pass
//   binding 1 is the same again, unread: epilogues count their bindings from 2
//   then the epilogue's bindings (lib/matmul_store*.wgsl)
// Params: k is the number of slices, a_batch their stride. Grid: ceil(n / 64), m, 1.
// Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts (float64).
@group(0) @binding(0) var<storage, read> a: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.n) { return; }
  var sum = 0.0;
  for (var i = 0u; i < params.k; i++) {
    sum += a[i * params.a_batch + id.y * params.n + id.x];
  }
  store(0u, id.y, id.x, sum);
}
