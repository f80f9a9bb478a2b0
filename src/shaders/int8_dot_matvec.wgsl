// int8_dot_matmul for few rows (decoding): an invocation makes four columns of one row from its part of
// the words; the SPLIT invocations of those columns add their sums.
//   bindings: lib/int8_dot.wgsl and lib/matmul_store_scaled.wgsl
// Constants: SPLIT (1 where lanes are a CPU's, so that nothing waits), LANES.
// Grid: ceil(n / (4 LANES / SPLIT)), m, 1. Reference: tests/kernels/quantized_matmul.test.ts.
var<workgroup> partial: array<vec4i, LANES>;

// Two words of A times the same two of a row of the weight.
fn dot8(low: u32, high: u32, at: u32) -> i32 {
  return dot4(low, b[at]) + dot4(high, b[at + 1u]);
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) index: u32) {
  let part = index % SPLIT;
  let col = (group.x * (LANES / SPLIT) + index / SPLIT) * 4u;
  let row = group.y;
  let line = params.words;
  let a_at = row * line;
  let b_at = col * line;
  var sums = vec4i();
  for (var w = part * 2u; w < line; w += SPLIT * 2u) {
    let low = a[a_at + w];
    let high = a[a_at + w + 1u];
    sums += vec4i(
      dot8(low, high, b_at + w), dot8(low, high, b_at + line + w),
      dot8(low, high, b_at + 2u * line + w), dot8(low, high, b_at + 3u * line + w));
  }
  if (SPLIT > 1u) {
    partial[index] = sums;
    workgroupBarrier();
    for (var other = 1u; other < SPLIT; other++) {
      if (part == 0u) { sums += partial[index + other]; }
    }
  }
  if (part == 0u) {
    for (var j = 0u; j < 4u; j++) { store_sum(row, col + j, sums[j]); }
  }
}
