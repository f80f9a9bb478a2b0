// Draws the next token from one row of logits and writes it into the window of ids.
//   @binding(0) logits   [rows, vocab]; row position - 1 is the latest token's
//   @binding(1) control  Control: position, draw, seed, top_k, temperature
//   @binding(2) ids      u32 [length]; ids[position] is written
//   @binding(3) params
// Constants: LANES, invocations of the one workgroup. Needs lib/random.
// Grid: [1]. Temperature 0 is greedy (first of equals). Top-k keeps ties of the k-th.
// Reference: tests/kernels/sample_token.test.ts.
struct Params { rows: u32, vocab: u32, length: u32 }
struct Control { position: u32, draw: u32, seed: u32, top_k: u32, temperature: f32 }

@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> control: Control;
@group(0) @binding(2) var<storage, read_write> ids: array<u32>;
@group(0) @binding(3) var<uniform> params: Params;

var<workgroup> lane_value: array<f32, LANES>;
var<workgroup> lane_index: array<u32, LANES>;
var<workgroup> lane_count: array<atomic<u32>, 1>;
var<workgroup> chosen_lane: u32;
var<workgroup> remainder: f32;

const NEGATIVE_HUGE = -3.0e38;

// Order of floats as order of unsigned integers.
fn ordered(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) == 1u);
}

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
  let row = min(control.position - 1u, params.rows - 1u) * params.vocab;
  // Each lane owns a run of neighbours, so that "in order of ids" is lane after lane.
  let share = (params.vocab + LANES - 1u) / LANES;
  let first = min(lane * share, params.vocab);
  let end = min(first + share, params.vocab);

  var best = NEGATIVE_HUGE;
  var best_index = first;
  for (var i = first; i < end; i++) {
    if (logits[row + i] > best) { best = logits[row + i]; best_index = i; }
  }
  lane_value[lane] = best;
  lane_index[lane] = best_index;
  workgroupBarrier();
  if (lane == 0u) {
    for (var i = 1u; i < LANES; i++) {
      if (lane_value[i] > best) { best = lane_value[i]; best_index = lane_index[i]; }
    }
    remainder = best;
    chosen_lane = best_index;
  }
  workgroupBarrier();
  let highest = remainder;
  if (control.temperature <= 0.0) {
    if (lane == 0u) { ids[control.position] = chosen_lane; }
    return;
  }

  // The k-th largest logit, bit by bit from the top: the largest threshold that k logits reach.
  var threshold = 0u;
  if (control.top_k > 0u && control.top_k < params.vocab) {
    for (var bit = 32u; bit > 0u; bit--) {
      let candidate = threshold | (1u << (bit - 1u));
      if (lane == 0u) { atomicStore(&lane_count[0], 0u); }
      workgroupBarrier();
      var count = 0u;
      for (var i = first; i < end; i++) {
        if (ordered(logits[row + i]) >= candidate) { count++; }
      }
      atomicAdd(&lane_count[0], count);
      workgroupBarrier();
      if (atomicLoad(&lane_count[0]) >= control.top_k) { threshold = candidate; }
      workgroupBarrier();
    }
  }

  var sum = 0.0;
  for (var i = first; i < end; i++) {
    let logit = logits[row + i];
    if (ordered(logit) >= threshold) { sum += exp((logit - highest) / control.temperature); }
  }
  lane_value[lane] = sum;
  workgroupBarrier();
  if (lane == 0u) {
    var total = 0.0;
    for (var i = 0u; i < LANES; i++) { total += lane_value[i]; }
    var target_sum = uniform01(random4(control.seed, control.draw, 0u, 0u).x) * total;
    // Rounding can leave the target at the very end: then the last lane that has any keeps it.
    var pick = 0u;
    for (var i = 0u; i < LANES; i++) {
      if (lane_value[i] > 0.0) {
        pick = i;
        if (target_sum < lane_value[i]) { break; }
        target_sum -= lane_value[i];
      }
    }
    chosen_lane = pick;
    remainder = target_sum;
  }
  workgroupBarrier();
  if (lane == chosen_lane) {
    var left = remainder;
    var token = first;
    for (var i = first; i < end; i++) {
      let logit = logits[row + i];
      if (ordered(logit) >= threshold) {
        token = i;
        left -= exp((logit - highest) / control.temperature);
        if (left < 0.0) { break; }
      }
    }
    ids[control.position] = token;
  }
}
