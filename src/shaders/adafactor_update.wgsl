// Adafactor, the step: u = g / sqrt(v) / max(1, rms(u) / threshold);
// p -= lr * max(eps2, rms(p)) * u, after p -= lr * max(eps2, rms(p)) * decay * p. RELATIVE false: p's own
// size is left out of the step. A workgroup adds the partials in order before its elements.
// Constants: LANES, ROWS = 1 (lib/row_reduce), STEP_*, NORM_*, RELATIVE. Grid: `groups`, as in
// adafactor_partials. Reference: tests/kernels/optimizers.test.ts.
struct Params {
  rows: u32, columns: u32, chunk: u32, groups: u32, lr_scale: f32, decay: f32, threshold: f32, eps2: f32,
}
@group(0) @binding(0) var<storage, read> grads: array<f32>; // [rows, columns]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(3) var<storage, read> moments: array<f32>; // [rows + columns]
@group(0) @binding(4) var<storage, read> partials: array<vec2f>; // [groups]
@group(0) @binding(5) var<storage, read_write> weights: array<f32>; // [rows, columns]
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var rows_sum = 0.0;
  for (var r = lane; r < params.rows; r += LANES) { rows_sum += moments[r]; }
  let row_mean = row_sum(0u, lane, rows_sum) / f32(params.rows);
  var sums = vec2f();
  for (var g = lane; g < params.groups; g += LANES) { sums += partials[g]; }
  let count = params.rows * params.columns;
  let rms = sqrt(row_sum2(0u, lane, sums) / f32(count));
  if (norm[NORM_NON_FINITE] != 0u) { return; }
  var lr = bitcast<f32>(step[STEP_LEARNING_RATE]) * params.lr_scale;
  if (RELATIVE) { lr *= max(params.eps2, rms.y); }
  let shrink = bitcast<f32>(norm[NORM_CLIP_SCALE]) / max(1.0, rms.x / params.threshold);
  let start = group.x * params.chunk;
  let end = min(start + params.chunk, count);
  for (var i = start + lane; i < end; i += LANES) {
    let v = moments[i / params.columns] * moments[params.rows + i % params.columns] / row_mean;
    weights[i] = weights[i] * (1.0 - lr * params.decay) - lr * shrink * grads[i] / sqrt(v);
  }
}
