// Linear layer with packed weights (INT8, INT4, halves: by the lib) and few rows (decoding): every weight is read once, so all that
// counts is to read few bytes, in order. An invocation makes four columns of one row from its part of
// k; the SPLIT invocations of those columns add their sums in a fixed order.
//   @binding(0) a: lib/matmul_load_a*.wgsl   @binding(1) b .. @binding(3): lib/dequantize_*.wgsl
//   @binding(4) .. @binding(6): lib/matmul_store_scaled.wgsl
// Constants: SPLIT (1 where lanes are a CPU's, so that nothing waits), LANES; K_TAIL: k is no multiple
// of 8. Grid: ceil(n / (4 LANES / SPLIT)), m, 1. Reference: tests/kernels/quantized_matmul.test.ts.
var<workgroup> partial: array<vec4f, LANES>;

// Elements k to k + 3 of a row of A that starts at `start`; what lies past its end is 0.
fn input(start: u32, k: u32) -> vec4f {
  let four = load_a(start + k);
  if (K_TAIL) { return select(vec4f(), four, vec4u(k, k + 1u, k + 2u, k + 3u) < vec4u(params.k)); }
  return four;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let part = index % SPLIT;
  let col = (group.x * (LANES / SPLIT) + index / SPLIT) * 4u;
  let row = group.y;
  let a_start = row * params.a_row;
  let b_start = col * params.b_col;
  var c0 = vec4f();
  var c1 = vec4f();
  var c2 = vec4f();
  var c3 = vec4f();
  for (var k = part * 8u; k < params.k; k += SPLIT * 8u) {
    let low = input(a_start, k);
    let high = input(a_start, k + 4u);
    let w0 = load_b8(b_start + k);
    let w1 = load_b8(b_start + params.b_col + k);
    let w2 = load_b8(b_start + 2u * params.b_col + k);
    let w3 = load_b8(b_start + 3u * params.b_col + k);
    c0 += w0[0] * low + w0[1] * high;
    c1 += w1[0] * low + w1[1] * high;
    c2 += w2[0] * low + w2[1] * high;
    c3 += w3[0] * low + w3[1] * high;
  }
  let one = vec4f(1.0);
  var sums = vec4f(dot(c0, one), dot(c1, one), dot(c2, one), dot(c3, one));
  if (SPLIT > 1u) {
    partial[index] = sums;
    workgroupBarrier();
    for (var other = 1u; other < SPLIT; other++) {
      if (part == 0u) { sums += partial[index + other]; }
    }
  }
  if (part == 0u) { store4(0u, row, col, sums); }
}
