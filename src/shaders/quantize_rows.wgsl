// Activations to INT8 as they come, one scale a row: scale = max |x| / 127, q = round(x / scale), four
// bytes a word. What pads a row is 0. Rounds halves to even.
// Constants: LANES, ROWS (lib/row_reduce). Grid: ceil(rows / ROWS), folded.
// Reference: tests/kernels/quantize.test.ts.
struct Params {
  rows: u32, cols: u32,
  words: u32,  // a row
}
@group(0) @binding(0) var<storage, read> inp: array<f32>; // [rows, cols]
@group(0) @binding(1) var<storage, read_write> out: array<u32>; // [rows, words]
@group(0) @binding(2) var<storage, read_write> scales: array<f32>; // [rows]
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let row = (workgroup.y * workgroups.x + workgroup.x) * ROWS + slot;
  let start = row * params.cols;
  let is_row = row < params.rows;
  var top = 0.0;
  // Beyond the last row there is nothing to do, but every invocation must meet the barriers.
  for (var i = lane; i < select(0u, params.cols, is_row); i += LANES) {
    top = max(top, abs(inp[start + i]));
  }
  top = row_max(slot, lane, top);
  let scale = select(top / 127.0, 1.0, top == 0.0);
  for (var w = lane; w < select(0u, params.words, is_row); w += LANES) {
    var word = 0u;
    for (var j = 0u; j < min(4u, max(params.cols, w * 4u) - w * 4u); j++) {
      let q = clamp(round(inp[start + w * 4u + j] / scale), -127.0, 127.0);
      word |= (u32(i32(q)) & 255u) << (j * 8u);
    }
    out[row * params.words + w] = word;
  }
  if (lane == 0u && is_row) { scales[row] = scale; }
}
