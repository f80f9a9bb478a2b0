// The scale of each group of weights, and its zero point where the range need not lie around 0.
// Symmetric: scale = top / Q_MAX with top = max |w|. Asymmetric: scale = (high - low) / 15 with 0 in
// the range, zero = round(-low / scale). CALIBRATION may cut the range: 0 leaves it, 1 keeps the least
// |w| that a share of the group does not exceed, 2 keeps what makes the squared error least.
// Constants: LANES, ROWS (lib/row_reduce; a row here is a group), Q_MAX, ASYMMETRIC, CALIBRATION.
// Grid: ceil(rows * groups / ROWS), folded. Reference: tests/kernels/quantize.test.ts.
struct Params {
  rows: u32, cols: u32, row_step: u32, col_step: u32,
  groups: u32,  // a row
  group: u32,   // elements; the last one of a row may be shorter
  share: f32,
}
@group(0) @binding(0) var<storage, read> inp: array<f32>; // element (row, col) at row * row_step + col * col_step
@group(0) @binding(1) var<storage, read_write> scales: array<f32>; // [rows, groups]
@group(0) @binding(2) var<storage, read_write> zeros: array<f32>; // [rows, groups], whole numbers
@group(0) @binding(3) var<uniform> params: Params;

const STEPS = 60u; // ranges that CALIBRATION 2 tries: 100 %, 99 %, … of the whole

struct Scale { scale: f32, zero: f32 }

// a / b to the last bit where the quotient is a power of two, whatever way the GPU divides.
fn quotient(a: f32, b: f32) -> f32 {
  let q = a / b;
  return q + fma(-q, b, a) / b;
}

fn scale_of(low: f32, high: f32) -> Scale {
  if (ASYMMETRIC) {
    let scale = select(quotient(high - low, 15.0), 1.0, high == low);
    return Scale(scale, clamp(round(-low / scale), 0.0, 15.0));
  }
  let top = max(-low, high);
  return Scale(select(quotient(top, Q_MAX), 1.0, top == 0.0), 0.0);
}

fn error_of(value: f32, s: Scale) -> f32 {
  let q = round(value / s.scale);
  if (ASYMMETRIC) { return value - (clamp(q + s.zero, 0.0, 15.0) - s.zero) * s.scale; }
  return value - clamp(q, -Q_MAX, Q_MAX) * s.scale;
}

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let index = (workgroup.y * workgroups.x + workgroup.x) * ROWS + slot;
  let row = index / params.groups;
  let first = (index % params.groups) * params.group;
  // Beyond the last group there is nothing to do, but every invocation must meet the barriers.
  let length = select(0u, min(params.group, params.cols - first), row < params.rows);
  let start = row * params.row_step + first * params.col_step;
  var low = 0.0;
  var high = 0.0;
  for (var i = lane; i < length; i += LANES) {
    let value = inp[start + i * params.col_step];
    low = min(low, value);
    high = max(high, value);
  }
  low = -row_max(slot, lane, -low);
  high = row_max(slot, lane, high);

  if (CALIBRATION == 1) {
    // Positive floats are ordered as their bits: the answer is found bit by bit, by counting.
    let wanted = max(1.0, ceil(params.share * f32(length)));
    var bound = 0u;
    for (var bit = 31u; bit > 0u; bit--) {
      let candidate = bound | (1u << (bit - 1u));
      var below = 0.0;
      for (var i = lane; i < length; i += LANES) {
        below += select(0.0, 1.0, bitcast<u32>(abs(inp[start + i * params.col_step])) < candidate);
      }
      bound = select(bound, candidate, row_sum(slot, lane, below) < wanted);
    }
    low = max(low, -bitcast<f32>(bound));
    high = min(high, bitcast<f32>(bound));
  }
  if (CALIBRATION == 2) {
    var least = 3.4e38;
    var best = 1.0;
    for (var step = 0u; step < STEPS; step++) {
      let ratio = 1.0 - 0.01 * f32(step);
      let scale = scale_of(low * ratio, high * ratio);
      var squares = 0.0;
      for (var i = lane; i < length; i += LANES) {
        let error = error_of(inp[start + i * params.col_step], scale);
        squares += error * error;
      }
      let total = row_sum(slot, lane, squares);
      best = select(best, ratio, total < least);
      least = min(least, total);
    }
    low *= best;
    high *= best;
  }
  if (lane == 0u && row < params.rows) {
    let found = scale_of(low, high);
    scales[index] = found.scale;
    if (ASYMMETRIC) { zeros[index] = found.zero; }
  }
}
