// Adafactor (Shazeer and Stern 2018), second moments of one matrix: moving averages of the row means
// and of the column means of g^2 + eps1, with beta2 = 1 - t^decay_rate. One lane a row or column.
// Constants: STEP_*, NORM_*. Grid: ceil((rows + columns) / 64). Reference: tests/kernels/optimizers.test.ts.
struct Params { rows: u32, columns: u32, eps1: f32, decay_rate: f32 }
@group(0) @binding(0) var<storage, read> grads: array<f32>; // [rows, columns]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(3) var<storage, read_write> moments: array<f32>; // [rows + columns]
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) global: vec3u) {
  let i = global.x;
  if (i >= params.rows + params.columns || norm[NORM_NON_FINITE] != 0u) { return; }
  let is_row = i < params.rows;
  let count = select(params.rows, params.columns, is_row);
  let start = select(i - params.rows, i * params.columns, is_row);
  let stride = select(params.columns, 1u, is_row);
  let clip = bitcast<f32>(norm[NORM_CLIP_SCALE]);
  var sum = 0.0;
  for (var j = 0u; j < count; j++) {
    let g = grads[start + j * stride] * clip;
    sum += g * g + params.eps1;
  }
  let rest = pow(f32(step[STEP_INDEX]), params.decay_rate);
  moments[i] = mix(moments[i], sum / f32(count), rest);
}
