// dq = scale * dS k, with P = exp(S - lse), dP = dout v^T, dS = P * (dP - delta), block by block of
// keys, P never stored. Bindings 0 .. 3: q, k, v, dout (lib/attention_load_*); optional ones next.
// Constants: lib/attention_tile, FACTS, DQ, PARAMS (bindings). A workgroup: 4 * TILES rows of a head.
// Grid: (ceil(q_len / (4 * TILES)), heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(FACTS) var<storage, read> facts: array<vec2f>; // [batch, heads, q_len]: lse, delta
@group(0) @binding(DQ) var<storage, read_write> dq: array<f32>; // like q
@group(0) @binding(PARAMS) var<uniform> params: Params;

var<workgroup> dscores: array<vec4f, 4 * LANES>; // [TILES, 4 rows, CHUNKS]: of 4 keys

// dS of one row and 4 keys, from the products q k^T and dout v^T.
fn dscore(dots: vec4f, dprobs: vec4f, batch: u32, head: u32, row: u32, first: u32) -> vec4f {
  let fact = facts[(batch * params.heads + head) * params.q_len + min(row, params.q_len - 1u)];
  let s = dots * params.scale + score_bias(head, row, first);
  // Hidden keys first: their scores may be far above lse.
  let p = exp(select(vec4f(LOWEST), s - fact.x, visible(batch, row, first)));
  return p * (dprobs * kept_probs(batch, head, row, first) - fact.y);
}

fn store(d: vec4f, batch: u32, head: u32, row: u32, chunk: u32) {
  if (row >= params.q_len) { return; }
  let at = start_of(params.q, batch, row, head) + 4u * chunk;
  for (var i = 0u; i < 4u && 4u * chunk + i < HEAD_DIM; i++) { dq[at + i] = d[i] * params.scale; }
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let batch = group.z;
  let head = group.y;
  let kv_head = head / (params.heads / params.kv_heads);
  let tile = tile_of(lane);
  let chunk = lane % CHUNKS; // this lane's 4 keys of a block, and its 4 dimensions of dq
  let row = (group.x * TILES + tile) * 4u;
  let rows = min(vec4u(row) + FOUR, vec4u(params.q_len - 1u));
  let q_row = rows * params.q.row + vec4u(start_of(params.q, batch, 0u, head));
  let d_row = rows * params.out.row + vec4u(start_of(params.out, batch, 0u, head));
  let k_start = start_of(params.k, batch, 0u, kv_head);
  let v_start = start_of(params.v, batch, 0u, kv_head);
  let key_end = select(params.k_len, seen_by((group.x + 1u) * TILES * 4u), CAUSAL);
  let key_start = first_seen(group.x * TILES * 4u) / (4u * CHUNKS) * (4u * CHUNKS);

  var d0 = vec4f(); // dq of the tile's 4 rows, this lane's 4 dimensions
  var d1 = vec4f();
  var d2 = vec4f();
  var d3 = vec4f();
  for (var block = key_start; block < key_end; block += 4u * CHUNKS) {
    let first = block + 4u * chunk;
    let own_keys = min(vec4u(first) + FOUR, vec4u(params.k_len - 1u));
    let k_row = own_keys * params.k.row + vec4u(k_start);
    let v_row = own_keys * params.v.row + vec4u(v_start);
    var s0 = vec4f();
    var s1 = vec4f();
    var s2 = vec4f();
    var s3 = vec4f();
    var p0 = vec4f();
    var p1 = vec4f();
    var p2 = vec4f();
    var p3 = vec4f();
    for (var c = 0u; c < params.chunks; c++) {
      let keys = mat4x4f(k_at(k_row.x, c), k_at(k_row.y, c), k_at(k_row.z, c), k_at(k_row.w, c));
      s0 += q_at(q_row.x, c) * keys;
      s1 += q_at(q_row.y, c) * keys;
      s2 += q_at(q_row.z, c) * keys;
      s3 += q_at(q_row.w, c) * keys;
      let values = mat4x4f(v_at(v_row.x, c), v_at(v_row.y, c), v_at(v_row.z, c), v_at(v_row.w, c));
      p0 += dout_at(d_row.x, c) * values;
      p1 += dout_at(d_row.y, c) * values;
      p2 += dout_at(d_row.z, c) * values;
      p3 += dout_at(d_row.w, c) * values;
    }
    let at = tile * 4u * CHUNKS;
    workgroupBarrier(); // the block before has been read
    dscores[at + chunk] = dscore(s0, p0, batch, head, row, first);
    dscores[at + CHUNKS + chunk] = dscore(s1, p1, batch, head, row + 1u, first);
    dscores[at + 2u * CHUNKS + chunk] = dscore(s2, p2, batch, head, row + 2u, first);
    dscores[at + 3u * CHUNKS + chunk] = dscore(s3, p3, batch, head, row + 3u, first);
    workgroupBarrier();

    let groups = min(u32(CHUNKS), (key_end - block + 3u) / 4u);
    for (var g = 0u; g < groups; g++) {
      let k_row = min(vec4u(block + 4u * g) + FOUR, vec4u(params.k_len - 1u)) * params.k.row + vec4u(k_start);
      let keys = mat4x4f(k_at(k_row.x, chunk), k_at(k_row.y, chunk), k_at(k_row.z, chunk), k_at(k_row.w, chunk));
      d0 += keys * dscores[at + g];
      d1 += keys * dscores[at + CHUNKS + g];
      d2 += keys * dscores[at + 2u * CHUNKS + g];
      d3 += keys * dscores[at + 3u * CHUNKS + g];
    }
  }
  store(d0, batch, head, row, chunk);
  store(d1, batch, head, row + 1u, chunk);
  store(d2, batch, head, row + 2u, chunk);
  store(d3, batch, head, row + 3u, chunk);
}
