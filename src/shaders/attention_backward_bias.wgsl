// dbias[h, d] = sum of dS over all pairs of row and key at distance d and over the batch: the gradient
// of lib/attention_bias_relative. dS is made again from q, k, v and dout (see attention_backward_query).
// Bindings 0 .. 3: q, k, v, dout; optional ones next. Constants: HEAD_DIM, CAUSAL, FACTS, DBIAS, PARAMS.
// A workgroup of 64 has one distance of one head. Grid: (q_len + k_len - 1, heads).
// Reference: tests/kernels/attention.test.ts.
@group(0) @binding(FACTS) var<storage, read> facts: array<vec2f>; // [batch, heads, q_len]: lse, delta
@group(0) @binding(DBIAS) var<storage, read_write> dbias: array<f32>; // [heads, q_len + k_len - 1]
@group(0) @binding(PARAMS) var<uniform> params: Params;

var<workgroup> sums: array<f32, 64>;

fn dscore(batch: u32, head: u32, row: u32, key: u32) -> f32 {
  if (!visible(batch, row, key).x) { return 0.0; }
  let kv_head = head / (params.heads / params.kv_heads);
  let q_start = start_of(params.q, batch, row, head);
  let k_start = start_of(params.k, batch, key, kv_head);
  let v_start = start_of(params.v, batch, key, kv_head);
  let d_start = start_of(params.out, batch, row, head);
  var score = 0.0;
  var dprob = 0.0;
  for (var c = 0u; c < params.chunks; c++) {
    score += dot(q_at(q_start, c), k_at(k_start, c));
    dprob += dot(dout_at(d_start, c), v_at(v_start, c));
  }
  let fact = facts[(batch * params.heads + head) * params.q_len + row];
  let p = exp(score * params.scale + score_bias(head, row, key).x - fact.x);
  return p * (dprob * kept_probs(batch, head, row, key & ~3u)[key & 3u] - fact.y);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let distance = group.x; // key - row + q_len - 1
  let head = group.y;
  var sum = 0.0;
  for (var i = lane; i < params.batches * params.q_len; i += 64u) {
    let row = i % params.q_len;
    let key = row + distance; // q_len - 1 too far
    if (key + 1u >= params.q_len && key + 1u < params.q_len + params.k_len) {
      sum += dscore(i / params.q_len, head, row, key + 1u - params.q_len);
    }
  }
  sums[lane] = sum;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  if (lane == 0u) { dbias[head * (params.q_len + params.k_len - 1u) + distance] = sums[0]; }
}
