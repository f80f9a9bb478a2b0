// Linear layer in integers: INT8 activations (quantize_rows.wgsl) times INT8 weights, summed as i32.
// One invocation makes ROWS × 4 elements of out; ROWS = 1 is the plainest form of it.
//   @binding(0) a .. @binding(3) a_scales: lib/int8_dot.wgsl; @binding(4) .. @binding(6):
//   lib/matmul_store_scaled.wgsl
// Constants: ROWS: 1 or 4. Grid: ceil(n / 32), ceil(m / (8 ROWS)), 1.
// Reference: tests/kernels/quantized_matmul.test.ts (integers, exact).
fn dots(a_word: u32, b_words: vec4u) -> vec4i {
  return vec4i(
    dot4(a_word, b_words.x), dot4(a_word, b_words.y), dot4(a_word, b_words.z),
    dot4(a_word, b_words.w));
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let col = id.x * 4u;
  let row = id.y * ROWS;
  let line = params.words;
  if (row >= params.m || col >= params.n) { return; }
  var c0 = vec4i();
  var c1 = vec4i();
  var c2 = vec4i();
  var c3 = vec4i();
  let b_at = col * line;
  let a_at = row * line;
  for (var w = 0u; w < line; w++) {
    let four = vec4u(
      b[b_at + w], b[b_at + line + w], b[b_at + 2u * line + w], b[b_at + 3u * line + w]);
    c0 += dots(a[a_at + w], four);
    if (ROWS > 1u) {
      c1 += dots(a[a_at + line + w], four);
      c2 += dots(a[a_at + 2u * line + w], four);
      c3 += dots(a[a_at + 3u * line + w], four);
    }
  }
  // Indices that vary would keep an array out of registers, so it is one only now.
  var tile = array<vec4i, 4>(c0, c1, c2, c3);
  for (var i = 0u; i < ROWS; i++) {
    for (var j = 0u; j < 4u; j++) { store_sum(row + i, col + j, tile[i][j]); }
  }
}
