// What the families of int8_dot_matmul read: rows of A and of the weight, four bytes a word, rows
// padded with zeros to whole pairs of words; and how a sum of integers becomes a number.
//   @binding(0) a [m, words]   @binding(1) b [n, words]   @binding(2) scales of the weight [n], or [1]
//   where SCALE_STEP is 0   @binding(3) a_scales [m]
struct Params {
  m: u32,
  n: u32,
  words: u32,  // a row of A or of the weight
}
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> a_scales: array<f32>;
@group(0) @binding(7) var<uniform> params: Params;

fn row_scale(row: u32) -> f32 { return scales[row * SCALE_STEP]; }

fn store_sum(row: u32, col: u32, sum: i32) {
  if (row >= params.m || col >= params.n) { return; }
  finish(row, col, f32(sum) * (a_scales[row] * row_scale(col)));
}
