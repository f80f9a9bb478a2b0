// attention_forward for CPU adapters: a lane keeps two query rows in registers, and the subgroup walks
// the keys together. There a load costs as much as fifty multiplications, and here one load serves
// every row of the subgroup; no shared memory, no barrier. headDim 8, 16, 32, 64 (lib/attention_row_*).
// Constants: SUBGROUP (its size, also the workgroup's), CAUSAL, OUT, LSE, PARAMS (bindings).
// Grid: (ceil(q_len / (2 * SUBGROUP)), heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(OUT) var<storage, read_write> out: array<vec4f>; // [batch, q_len, heads, CHUNKS] by strides
@group(0) @binding(LSE) var<storage, read_write> lse: array<f32>; // [batch, heads, q_len]
@group(0) @binding(PARAMS) var<uniform> params: Params;

// Online softmax of one row: out so far, greatest score so far, sum of exp(score - greatest).
struct State { o: Row, m: f32, l: f32 }

fn advance(before: State, dots: f32, value: Row, batch: u32, head: u32, row: u32, key: u32) -> State {
  let seen = sees(batch, row, key);
  let s = select(LOWEST, dots * params.scale + bias_of(head, row, key), seen);
  let m = max(before.m, s);
  let shrink = exp(before.m - m);
  // A hidden key's score is LOWEST, and so is m where nothing was seen yet: never exp(0).
  let p = select(0.0, exp(s - m), seen);
  let o = row_mix(before.o, shrink, p * kept_prob(batch, head, row, key), value);
  return State(o, m, before.l * shrink + p);
}

fn store(state: State, batch: u32, head: u32, first_row: u32, lane: u32) {
  let seen = state.l > 0.0;
  let l = max(state.l, 1e-30);
  let row = first_row + lane;
  if (row < params.q_len) {
    lse[(batch * params.heads + head) * params.q_len + row] = select(0.0, state.m + log(l), seen);
  }
  let o = row_mix(state.o, select(0.0, 1.0 / l, seen), 0.0, state.o);
  for (var r = 0u; r < params.subgroup; r++) {
    let x = share_of(o, r, lane);
    if (first_row + r < params.q_len && lane < CHUNKS) {
      let at = start_of(params.out, batch, first_row + r, head) / 4u + lane;
      out[at] = x[0];
      if (CHUNKS > SUBGROUP) { out[at + SUBGROUP] = x[1]; }
      if (CHUNKS > 2 * SUBGROUP) { out[at + 2 * SUBGROUP] = x[2]; out[at + 3 * SUBGROUP] = x[3]; }
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
  for (var r = 0u; r < params.subgroup; r++) {
    let row_a = min(first_a + r, params.q_len - 1u);
    let row_b = min(first_b + r, params.q_len - 1u);
    q_a = row_for(lane == r, q_a, q_share(start_of(params.q, batch, row_a, head), lane));
    q_b = row_for(lane == r, q_b, q_share(start_of(params.q, batch, row_b, head), lane));
  }
  var a = State(Row(), LOWEST, 0.0);
  var b = State(Row(), LOWEST, 0.0);
  let key_end = select(params.k_len, seen_by(first_b + SUBGROUP), CAUSAL);
  for (var key = first_seen(first_a); key < key_end; key++) {
    let keys = row_of(k_share(start_of(params.k, batch, key, kv_head), lane));
    let value = row_of(v_share(start_of(params.v, batch, key, kv_head), lane));
    a = advance(a, row_dot(q_a, keys), value, batch, head, first_a + lane, key);
    b = advance(b, row_dot(q_b, keys), value, batch, head, first_b + lane, key);
  }
  store(a, batch, head, first_a, lane);
  store(b, batch, head, first_b, lane);
}
