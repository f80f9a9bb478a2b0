// Draws each sequence's next token from its row of logits: repetition penalty (Keskar et al. 2019),
// temperature, top-k, top-p (Holtzman et al. 2020), then the number u that the CPU drew.
//   @binding(0) logits [sequences, rows, vocab]    @binding(1) control  DecodeControl
//   @binding(2) seen [sequences, ceil(vocab / 32)] a bit for each token so far
//   @binding(3) probs [sequences, vocab], 0 where left out
//   @binding(4) tokens [sequences, rows]           @binding(5) sampled [sequences, slots]
// With a row for every place it reads row past and writes the token one further, if there is one; a single row is both.
// Constant: LANES, invocations a sequence. Grid: sequences. Temperature 0 is greedy (first of equals);
// top-k and top-p keep ties of the last one kept. Logits that are no numbers, or +Infinity, sample NO_TOKEN.
// Reference: tests/kernels/sample_token.test.ts.
struct Params { vocab: u32, rows: u32, slots: u32, lanes: u32 }
struct Control {
  past: u32, sequence: u32, slot: u32, top_k: u32,
  temperature: f32, top_p: f32, penalty: f32, unused: f32,
  uniforms: array<f32>,
}
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> control: Control;
@group(0) @binding(2) var<storage, read_write> seen: array<u32>;
@group(0) @binding(3) var<storage, read_write> probs: array<f32>;
@group(0) @binding(4) var<storage, read_write> tokens: array<u32>;
@group(0) @binding(5) var<storage, read_write> sampled: array<u32>;
@group(0) @binding(6) var<uniform> params: Params;

var<workgroup> lane_value: array<f32, LANES>;
var<workgroup> lane_index: array<u32, LANES>;

const LOWEST = -3.4e38;
const NO_TOKEN = 0xffffffffu;

// Order of floats as order of unsigned integers.
fn ordered(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  return select(bits | 0x80000000u, ~bits, (bits >> 31u) == 1u);
}

fn logit_of(sequence: u32, token: u32) -> f32 {
  let row = sequence * params.rows + min(control.past, params.rows - 1u);
  return logits[row * params.vocab + token];
}

// By its bits, as arithmetic need not know of such values.
fn is_broken(logit: f32) -> bool {
  let bits = bitcast<u32>(logit);
  return (bits & 0x7f800000u) == 0x7f800000u && bits != 0xff800000u;
}

fn score(sequence: u32, token: u32) -> f32 {
  let logit = logit_of(sequence, token);
  let word = seen[sequence * ((params.vocab + 31u) / 32u) + token / 32u];
  if (((word >> (token % 32u)) & 1u) == 0u) { return logit; }
  return select(logit / control.penalty, logit * control.penalty, logit < 0.0);
}

// The sum over all lanes, the same in each: in order of lanes, so in order of tokens.
fn sum_over_lanes(lane: u32, value: f32) -> f32 {
  lane_value[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < params.lanes; i++) { sum += lane_value[i]; }
  workgroupBarrier();
  return sum;
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let sequence = group.x;
  // Each lane owns a run of neighbors, so that "in order of tokens" is lane after lane.
  let share = (params.vocab + params.lanes - 1u) / params.lanes;
  let first = min(lane * share, params.vocab);
  let end = min(first + share, params.vocab);

  var highest = LOWEST;
  var best = first;
  var broken = 0.0;
  for (var i = first; i < end; i++) {
    broken += select(0.0, 1.0, is_broken(logit_of(sequence, i)));
    let s = score(sequence, i);
    if (s > highest) { highest = s; best = i; }
  }
  lane_value[lane] = highest;
  lane_index[lane] = best;
  workgroupBarrier();
  highest = LOWEST;
  for (var i = 0u; i < params.lanes; i++) {
    if (lane_value[i] > highest) { highest = lane_value[i]; best = lane_index[i]; }
  }
  workgroupBarrier();
  let is_whole = sum_over_lanes(lane, broken) == 0.0;
  let greedy = control.temperature <= 0.0;
  let rate = select(1.0 / control.temperature, 1.0, greedy);

  // The k-th largest score, bit by bit from the top: the largest threshold that k scores reach.
  var threshold = 0u;
  if (!greedy && control.top_k > 0u && control.top_k < params.vocab) {
    for (var bit = 32u; bit > 0u; bit--) {
      let candidate = threshold | (1u << (bit - 1u));
      var count = 0u;
      for (var i = first; i < end; i++) { count += u32(ordered(score(sequence, i)) >= candidate); }
      if (sum_over_lanes(lane, f32(count)) >= f32(control.top_k)) { threshold = candidate; }
    }
  }
  // The same for top-p, with weights: the largest threshold above which the share p lies.
  if (!greedy && control.top_p < 1.0) {
    var weight = 0.0;
    for (var i = first; i < end; i++) {
      let s = score(sequence, i);
      if (ordered(s) >= threshold) { weight += exp((s - highest) * rate); }
    }
    let wanted = control.top_p * sum_over_lanes(lane, weight);
    // No smaller threshold than top-k's can be the answer: its weight is the whole.
    var reached = 0u;
    for (var bit = 32u; bit > 0u; bit--) {
      let candidate = reached | (1u << (bit - 1u));
      weight = 0.0;
      for (var i = first; i < end; i++) {
        let s = score(sequence, i);
        if (ordered(s) >= max(candidate, threshold)) { weight += exp((s - highest) * rate); }
      }
      if (sum_over_lanes(lane, weight) >= wanted) { reached = candidate; }
    }
    // With p = 0 every threshold is high enough: the best token stays.
    threshold = max(threshold, min(reached, ordered(highest)));
  }

  var sum = 0.0;
  for (var i = first; i < end; i++) {
    let s = score(sequence, i);
    var weight = 0.0;
    if (greedy) {
      weight = select(0.0, 1.0, i == best);
    } else if (ordered(s) >= threshold) {
      weight = exp((s - highest) * rate);
    }
    probs[sequence * params.vocab + i] = weight;
    sum += weight;
  }
  let total = sum_over_lanes(lane, sum);
  sum = 0.0;
  for (var i = first; i < end; i++) {
    let at = sequence * params.vocab + i;
    probs[at] /= total;
    sum += probs[at];
  }
  // The first token at which the sum of probabilities exceeds u.
  lane_value[lane] = sum;
  workgroupBarrier();
  let u = control.uniforms[sequence];
  var chosen = 0u;
  var below = 0.0;
  var through = 0.0;
  for (var i = 0u; i < params.lanes; i++) {
    // Rounding can leave u behind them all: then the last lane that has any keeps it.
    if (lane_value[i] > 0.0) {
      chosen = i;
      below = through;
      through += lane_value[i];
      if (u < through) { break; }
    }
  }
  if (lane == chosen) {
    var token = first;
    for (var i = first; i < end; i++) {
      let p = probs[sequence * params.vocab + i];
      if (p > 0.0) {
        token = i;
        below += p;
        if (u < below) { break; }
      }
    }
    let place = select(control.past + 1u, 0u, params.rows == 1u);
    if (place < params.rows) { tokens[sequence * params.rows + place] = token; }
    sampled[sequence * params.slots + control.slot] = select(NO_TOKEN, token, is_whole);
    let word = sequence * ((params.vocab + 31u) / 32u) + token / 32u;
    seen[word] |= 1u << (token % 32u);
  }
}
