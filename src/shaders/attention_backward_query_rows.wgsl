// attention_backward_query for CPU adapters: a lane keeps two query rows and the subgroup walks the
// keys together, as in attention_forward_rows. Constants: SUBGROUP, CAUSAL, FACTS, DQ, PARAMS (bindings).
// Grid: (ceil(q_len / (2 * SUBGROUP)), heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(FACTS) var<storage, read> facts: array<vec2f>; // [batch, heads, q_len]: lse, delta
@group(0) @binding(DQ) var<storage, read_write> dq: array<vec4f>; // like q
@group(0) @binding(PARAMS) var<uniform> params: Params;

// dS of one row and one key, from the products q k and dout v.
fn dscore(dots: f32, dprob: f32, fact: vec2f, batch: u32, head: u32, row: u32, key: u32) -> f32 {
  let s = dots * params.scale + bias_of(head, row, key);
  let p = exp(select(LOWEST, s - fact.x, sees(batch, row, key)));
  return p * (dprob * kept_prob(batch, head, row, key) - fact.y);
}

fn store(grad: Row, batch: u32, head: u32, first_row: u32, lane: u32) {
  for (var r = 0u; r < params.subgroup; r++) {
    let x = share_of(grad, r, lane);
    if (first_row + r < params.q_len && lane < CHUNKS) {
      let at = start_of(params.q, batch, first_row + r, head) / 4u + lane;
      dq[at] = params.scale * x[0];
      if (CHUNKS > SUBGROUP) { dq[at + SUBGROUP] = params.scale * x[1]; }
      if (CHUNKS > 2 * SUBGROUP) {
        dq[at + 2 * SUBGROUP] = params.scale * x[2];
        dq[at + 3 * SUBGROUP] = params.scale * x[3];
      }
    }
  }
}

@compute @workgroup_size(SUBGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let batch = group.z;
  let head = group.y;
  let kv_head = head / (params.heads / params.kv_heads);
  let first_a = group.x * 2u * SUBGROUP;
  let first_b = first_a + SUBGROUP;
  var q_a = Row();
  var q_b = Row();
  var dout_a = Row();
  var dout_b = Row();
  for (var r = 0u; r < params.subgroup; r++) {
    let row_a = min(first_a + r, params.q_len - 1u);
    let row_b = min(first_b + r, params.q_len - 1u);
    let mine = lane == r;
    q_a = row_for(mine, q_a, q_share(start_of(params.q, batch, row_a, head), lane));
    q_b = row_for(mine, q_b, q_share(start_of(params.q, batch, row_b, head), lane));
    dout_a = row_for(mine, dout_a, dout_share(start_of(params.out, batch, row_a, head), lane));
    dout_b = row_for(mine, dout_b, dout_share(start_of(params.out, batch, row_b, head), lane));
  }
  let first_fact = (batch * params.heads + head) * params.q_len;
  let fact_a = facts[first_fact + min(first_a + lane, params.q_len - 1u)];
  let fact_b = facts[first_fact + min(first_b + lane, params.q_len - 1u)];
  var dq_a = Row();
  var dq_b = Row();
  let key_end = select(params.k_len, seen_by(first_b + SUBGROUP), CAUSAL);
  for (var key = first_seen(first_a); key < key_end; key++) {
    let keys = row_of(k_share(start_of(params.k, batch, key, kv_head), lane));
    let value = row_of(v_share(start_of(params.v, batch, key, kv_head), lane));
    let ds_a = dscore(row_dot(q_a, keys), row_dot(dout_a, value), fact_a, batch, head, first_a + lane, key);
    let ds_b = dscore(row_dot(q_b, keys), row_dot(dout_b, value), fact_b, batch, head, first_b + lane, key);
    dq_a = row_add(dq_a, ds_a, keys);
    dq_b = row_add(dq_b, ds_b, keys);
  }
  store(dq_a, batch, head, first_a, lane);
  store(dq_b, batch, head, first_b, lane);
}
