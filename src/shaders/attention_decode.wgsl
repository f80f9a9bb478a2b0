// Attention of new tokens over a cache whose length only the control buffer knows: one recording
// serves every position. out = softmax(scale * q k^T + bias, over positions 0 .. own) v, of which the window
// holds the last ones alone. The bias is slope * distance (ALIBI) or a table's entry for the distance (RELATIVE).
//   @binding(0) q [batch, rows, ...] by row stride   @binding(1) keys, @binding(2) values
//   [sequences, capacity, kv_heads, HEAD_DIM]   @binding(3) control: past, sequence
//   @binding(4) bias: slopes [heads], or [heads, capacity] that ends with distance 0; any input without
//   @binding(5) out [batch, rows, heads, HEAD_DIM]
// Constants: HEAD_DIM, ALIBI, RELATIVE, LANES, STRIDE = min(LANES, HEAD_DIM), OWN = ceil(HEAD_DIM / STRIDE).
// Grid: rows, heads, batch. Reference: tests/kernels/attention_decode.test.ts.
struct Params {
  rows: u32, heads: u32, kv_heads: u32, sequences: u32, capacity: u32, q_row: u32, scale: f32,
  // HEAD_DIM, LANES and OWN once more: loops to these are not unrolled, which takes CPU adapters seconds.
  head_dim: u32, lanes: u32, own: u32,
  window: u32, // positions that a token sees at most, its own the last
}
@group(0) @binding(0) var<storage, read> q: array<f32>;
@group(0) @binding(1) var<storage, read> keys: array<f32>;
@group(0) @binding(2) var<storage, read> values: array<f32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;
@group(0) @binding(6) var<uniform> params: Params;

const LOWEST = -3.4e38;
const PARTS = LANES / STRIDE;

var<workgroup> query: array<f32, HEAD_DIM>;
var<workgroup> scores: array<f32, LANES>; // of a block of LANES keys, then their exponentials
var<workgroup> sums: array<f32, PARTS * HEAD_DIM>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.z * params.rows + group.x;
  let head = group.y;
  let own = control[0] + group.x;
  let count = min(own + 1u, params.capacity);
  let seen_from = count - min(count, params.window);
  let sequence = min(control[1] + group.z, params.sequences - 1u);
  // Elements from one place of the cache to the next, and this head's start.
  let place_step = params.kv_heads * HEAD_DIM;
  let start = sequence * params.capacity * place_step + head / (params.heads / params.kv_heads) * HEAD_DIM;

  for (var d = lane; d < params.head_dim; d += params.lanes) {
    query[d] = q[row * params.q_row + head * HEAD_DIM + d] * params.scale;
  }
  workgroupBarrier();

  // For the values a lane owns dimensions lane % STRIDE + i * STRIDE, of every PARTS-th key.
  let part = lane / STRIDE;
  let first_dim = lane % STRIDE;
  var sum: array<f32, OWN>;
  var highest = LOWEST;
  var total = 0.0;
  for (var block = seen_from; block < count; block += params.lanes) {
    let key = block + lane;
    var score = LOWEST;
    if (key < count) {
      let at = start + key * place_step;
      score = 0.0;
      for (var d = 0u; d < params.head_dim; d++) { score += query[d] * keys[at + d]; }
      if (ALIBI) { score += bias[head] * (f32(key) - f32(own)); }
      if (RELATIVE) { score += bias[head * params.capacity + max(params.capacity + key, own + 1u) - own - 1u]; }
    }
    scores[lane] = score;
    workgroupBarrier();
    var new_highest = highest;
    for (var j = 0u; j < params.lanes; j++) { new_highest = max(new_highest, scores[j]); }
    let shrink = exp(highest - new_highest);
    highest = new_highest;
    workgroupBarrier();
    scores[lane] = select(0.0, exp(score - highest), key < count);
    workgroupBarrier();
    total *= shrink;
    for (var i = 0u; i < params.own; i++) { sum[i] *= shrink; }
    let keys_here = min(LANES, count - block);
    for (var j = 0u; j < keys_here; j++) { total += scores[j]; }
    if (part < PARTS) {
      for (var j = part; j < keys_here; j += PARTS) {
        let at = start + (block + j) * place_step;
        for (var i = 0u; i < params.own; i++) {
          let d = first_dim + i * STRIDE;
          if (d < HEAD_DIM) { sum[i] += scores[j] * values[at + d]; }
        }
      }
    }
    workgroupBarrier();
  }

  if (part < PARTS) {
    for (var i = 0u; i < params.own; i++) {
      let d = first_dim + i * STRIDE;
      if (d < HEAD_DIM) { sums[part * HEAD_DIM + d] = sum[i]; }
    }
  }
  workgroupBarrier();
  for (var d = lane; d < params.head_dim; d += params.lanes) {
    var value = 0.0;
    for (var p = 0u; p < PARTS; p++) { value += sums[p * HEAD_DIM + d]; }
    out[(row * params.heads + head) * HEAD_DIM + d] = value / total;
  }
}
