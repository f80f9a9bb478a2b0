// attention_backward_key for CPU adapters: a lane keeps one key, and the subgroup walks the query rows
// of the heads that share it together, as attention_forward_rows walks the keys.
// Constants: SUBGROUP, CAUSAL, FACTS, DK, DV, PARAMS (bindings).
// Grid: (ceil(k_len / SUBGROUP), kv_heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(FACTS) var<storage, read> facts: array<vec2f>; // [batch, heads, q_len]: lse, delta
@group(0) @binding(PARAMS) var<uniform> params: Params;

@compute @workgroup_size(SUBGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32) {
  let batch = group.z;
  let kv_head = group.y;
  let first_key = group.x * SUBGROUP;
  let key = first_key + lane;
  var own_key = Row();
  var own_value = Row();
  for (var r = 0u; r < params.subgroup; r++) {
    let row = min(first_key + r, params.k_len - 1u);
    own_key = row_for(lane == r, own_key, k_share(start_of(params.k, batch, row, kv_head), lane));
    own_value = row_for(lane == r, own_value, v_share(start_of(params.v, batch, row, kv_head), lane));
  }
  // Rows before it see none of the workgroup's keys.
  var row_start = 0u;
  if (CAUSAL) { row_start = u32(max(0, i32(first_key + params.q_len) - i32(params.k_len))); }
  let row_end = rows_seeing(first_key + SUBGROUP);
  var dk = Row();
  var dv = Row();
  let heads_each = params.heads / params.kv_heads;
  for (var head = kv_head * heads_each; head < (kv_head + 1u) * heads_each; head++) {
    for (var row = row_start; row < row_end; row++) {
      let q_part = row_of(q_share(start_of(params.q, batch, row, head), lane));
      let dout_part = row_of(dout_share(start_of(params.out, batch, row, head), lane));
      let fact = facts[(batch * params.heads + head) * params.q_len + row];
      let s = row_dot(q_part, own_key) * params.scale + bias_of(head, row, key);
      let p = exp(select(LOWEST, s - fact.x, sees(batch, row, key)));
      let kept = kept_prob(batch, head, row, key);
      let ds = p * (row_dot(dout_part, own_value) * kept - fact.y);
      dk = row_add(dk, ds, q_part);
      dv = row_add(dv, p * kept, dout_part);
    }
  }
  for (var r = 0u; r < params.subgroup; r++) {
    let x = share_of(dk, r, lane);
    let y = share_of(dv, r, lane);
    if (first_key + r < params.k_len && lane < CHUNKS) {
      let k_at = start_of(params.k, batch, first_key + r, kv_head) / 4u + lane;
      let v_at = start_of(params.v, batch, first_key + r, kv_head) / 4u + lane;
      write_dk(k_at, params.scale * x[0]);
      write_dv(v_at, y[0]);
      if (CHUNKS > SUBGROUP) {
        write_dk(k_at + SUBGROUP, params.scale * x[1]);
        write_dv(v_at + SUBGROUP, y[1]);
      }
      if (CHUNKS > 2 * SUBGROUP) {
        write_dk(k_at + 2 * SUBGROUP, params.scale * x[2]);
        write_dk(k_at + 3 * SUBGROUP, params.scale * x[3]);
        write_dv(v_at + 2 * SUBGROUP, y[2]);
        write_dv(v_at + 3 * SUBGROUP, y[3]);
      }
    }
  }
}
