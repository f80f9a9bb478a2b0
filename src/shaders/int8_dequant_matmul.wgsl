// Linear layer with packed weights, the plain way: one invocation makes one element of out, a row of A
// times a row of the weight, whose numbers become floats in registers. INT8, INT4 or halves, by the lib.
//   @binding(0) a [m, k]   @binding(1) b .. @binding(3): lib/dequantize_*.wgsl
//   @binding(4) .. @binding(6): lib/matmul_store_scaled.wgsl
// Grid: ceil(n / 8), ceil(m / 8), 1. Reference: tests/kernels/quantized_matmul.test.ts (float64).
@group(0) @binding(0) var<storage, read> a: array<f32>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let col = id.x;
  let row = id.y;
  if (row >= params.m || col >= params.n) { return; }
  var sum = 0.0;
  for (var i = 0u; i < params.k; i += 4u) {
    let four = load_b(col * params.b_col + i);
    for (var j = 0u; j < min(4u, params.k - i); j++) {
      sum += a[row * params.a_row + i + j] * four[j];
    }
  }
  store(0u, row, col, sum);
}
