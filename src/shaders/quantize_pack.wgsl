// Weights to integers or halves, several in a word, the first in its low bits. 8 bits: q = round(w / scale), four
// bytes a word, two's complement. 4 bits: eight nibbles, q + 8, or round(w / scale) + zero.
// 16 bits: a half, the nearest, at most the largest finite one.
// What pads a row is 0. Constants: BITS, ASYMMETRIC; AWAY: halves round away from 0, else to even.
// Grid: ceil(rows * words / 64), folded. Reference: tests/kernels/quantize.test.ts.
struct Params {
  rows: u32, cols: u32, row_step: u32, col_step: u32,
  words: u32,   // a row
  groups: u32,  // scales a row; 0: one for all rows
  group: u32,
}
@group(0) @binding(0) var<storage, read> inp: array<f32>; // element (row, col) at row * row_step + col * col_step
@group(0) @binding(1) var<storage, read> scales: array<f32>; // [rows, groups]
@group(0) @binding(2) var<storage, read> zeros: array<f32>; // [rows, groups]
@group(0) @binding(3) var<storage, read_write> out: array<u32>; // [rows, words]
@group(0) @binding(4) var<uniform> params: Params;

fn rounded(value: f32) -> f32 {
  if (AWAY) { return sign(value) * floor(abs(value) + 0.5); }
  return round(value);
}

const LARGEST_HALF = 65504.0;

fn quantized(value: f32, index: u32) -> u32 {
  if (BITS == 16) {
    return pack2x16float(vec2f(clamp(value, -LARGEST_HALF, LARGEST_HALF), 0.0));
  }
  let q = rounded(value / scales[index]);
  if (BITS == 8) { return u32(i32(clamp(q, -127.0, 127.0))) & 255u; }
  if (ASYMMETRIC) { return u32(clamp(q + zeros[index], 0.0, 15.0)); }
  return u32(i32(clamp(q, -7.0, 7.0)) + 8);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (workgroup.y * workgroups.x + workgroup.x) * 64u + lane;
  if (i >= params.rows * params.words) { return; }
  let row = i / params.words;
  let first = (i % params.words) * (32u / BITS);
  var word = 0u;
  for (var j = 0u; j < 32u / BITS; j++) {
    let col = first + j;
    if (col < params.cols) {
      let value = inp[row * params.row_step + col * params.col_step];
      word |= quantized(value, row * params.groups + col / params.group) << (j * BITS);
    }
  }
  out[i] = word;
}
