// Adafactor, the sums that need the whole matrix: of (g / sqrt(v))^2 and of p^2, one pair a workgroup.
// v[i, j] = row[i] * column[j] / mean(row); the mean of the rows cancels but for its root, so each
// workgroup takes it anew, in order. Constants: LANES, ROWS = 1 (lib/row_reduce), NORM_*.
// Grid: `groups`, each `chunk` elements in a row. Reference: tests/kernels/optimizers.test.ts.
struct Params { rows: u32, columns: u32, chunk: u32 }
@group(0) @binding(0) var<storage, read> grads: array<f32>; // [rows, columns]
@group(0) @binding(1) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(2) var<storage, read> moments: array<f32>; // [rows + columns]
@group(0) @binding(3) var<storage, read> weights: array<f32>; // [rows, columns]
@group(0) @binding(4) var<storage, read_write> partials: array<vec2f>; // [groups]
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var rows_sum = 0.0;
  for (var r = lane; r < params.rows; r += LANES) { rows_sum += moments[r]; }
  let row_mean = row_sum(0u, lane, rows_sum) / f32(params.rows);
  let clip = bitcast<f32>(norm[NORM_CLIP_SCALE]);
  let start = group.x * params.chunk;
  let end = min(start + params.chunk, params.rows * params.columns);
  var sums = vec2f();
  for (var i = start + lane; i < end; i += LANES) {
    let v = moments[i / params.columns] * moments[params.rows + i % params.columns] / row_mean;
    let g = grads[i] * clip;
    sums += vec2f(g * g / v, weights[i] * weights[i]);
  }
  sums = row_sum2(0u, lane, sums);
  if (lane == 0u) { partials[group.x] = sums; }
}
