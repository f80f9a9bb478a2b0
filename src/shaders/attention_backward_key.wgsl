// dk = scale * dS^T q and dv = P^T dout, block by block of query rows; the query heads that share a
// kv head are added in order. Bindings 0 .. 3: q, k, v, dout (lib/attention_load_*); optional next.
// Constants: lib/attention_tile, FACTS, DK, DV, PARAMS (bindings). A workgroup: 4 * TILES keys.
// Grid: (ceil(k_len / (4 * TILES)), kv_heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(FACTS) var<storage, read> facts: array<vec2f>; // [batch, heads, q_len]: lse, delta
@group(0) @binding(PARAMS) var<uniform> params: Params;

var<workgroup> probs: array<vec4f, 4 * LANES>; // [TILES, 4 * CHUNKS rows]: P of the tile's 4 keys
var<workgroup> dscores: array<vec4f, 4 * LANES>; // the same of dS

// P and dS of one row and the tile's 4 keys, from the products q k^T and dout v^T.
fn share(slot: u32, dots: vec4f, dprobs: vec4f, batch: u32, head: u32, row: u32, first: u32) {
  let fact = facts[(batch * params.heads + head) * params.q_len + min(row, params.q_len - 1u)];
  let s = dots * params.scale + score_bias(head, row, first);
  let seen = visible(batch, row, first) & vec4<bool>(row < params.q_len);
  let p = exp(select(vec4f(LOWEST), s - fact.x, seen));
  let kept = kept_probs(batch, head, row, first);
  probs[slot] = p * kept;
  dscores[slot] = p * (dprobs * kept - fact.y);
}

fn store(dk: vec4f, dv: vec4f, batch: u32, kv_head: u32, key: u32, chunk: u32) {
  if (key >= params.k_len) { return; }
  let k_start = start_of(params.k, batch, key, kv_head) + 4u * chunk;
  let v_start = start_of(params.v, batch, key, kv_head) + 4u * chunk;
  for (var d = 0u; d < 4u && 4u * chunk + d < HEAD_DIM; d++) {
    write_dk(k_start + d, dk[d] * params.scale);
    write_dv(v_start + d, dv[d]);
  }
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let batch = group.z;
  let kv_head = group.y;
  let tile = tile_of(lane);
  let chunk = lane % CHUNKS; // this lane's 4 rows of a block, and its 4 dimensions of dk and dv
  let first = (group.x * TILES + tile) * 4u;
  let own_keys = min(vec4u(first) + FOUR, vec4u(params.k_len - 1u));
  let k_row = own_keys * params.k.row + vec4u(start_of(params.k, batch, 0u, kv_head));
  let v_row = own_keys * params.v.row + vec4u(start_of(params.v, batch, 0u, kv_head));
  // Rows before it see none of the workgroup's keys.
  var row_start = 0u;
  if (CAUSAL) {
    row_start = u32(max(0, i32(group.x * TILES * 4u + params.q_len) - i32(params.k_len)));
  }
  let row_end = rows_seeing((group.x + 1u) * TILES * 4u);

  var dk0 = vec4f(); // of the tile's 4 keys, this lane's 4 dimensions
  var dk1 = vec4f();
  var dk2 = vec4f();
  var dk3 = vec4f();
  var dv0 = vec4f();
  var dv1 = vec4f();
  var dv2 = vec4f();
  var dv3 = vec4f();
  let heads_each = params.heads / params.kv_heads;
  for (var head = kv_head * heads_each; head < (kv_head + 1u) * heads_each; head++) {
    let q_start = start_of(params.q, batch, 0u, head);
    let d_start = start_of(params.out, batch, 0u, head);
    for (var block = row_start; block < row_end; block += 4u * CHUNKS) {
      let row = block + 4u * chunk;
      let own_rows = min(vec4u(row) + FOUR, vec4u(params.q_len - 1u));
      let q_row = own_rows * params.q.row + vec4u(q_start);
      let d_row = own_rows * params.out.row + vec4u(d_start);
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
      share(at + 4u * chunk, s0, p0, batch, head, row, first);
      share(at + 4u * chunk + 1u, s1, p1, batch, head, row + 1u, first);
      share(at + 4u * chunk + 2u, s2, p2, batch, head, row + 2u, first);
      share(at + 4u * chunk + 3u, s3, p3, batch, head, row + 3u, first);
      workgroupBarrier();

      let count = min(4u * CHUNKS, params.q_len - block);
      for (var r = 0u; r < count; r++) {
        let d = dout_at(d_start + (block + r) * params.out.row, chunk);
        let p = probs[at + r];
        dv0 += p.x * d;
        dv1 += p.y * d;
        dv2 += p.z * d;
        dv3 += p.w * d;
        let q_part = q_at(q_start + (block + r) * params.q.row, chunk);
        let ds = dscores[at + r];
        dk0 += ds.x * q_part;
        dk1 += ds.y * q_part;
        dk2 += ds.z * q_part;
        dk3 += ds.w * q_part;
      }
    }
  }
  store(dk0, dv0, batch, kv_head, first, chunk);
  store(dk1, dv1, batch, kv_head, first + 1u, chunk);
  store(dk2, dv2, batch, kv_head, first + 2u, chunk);
  store(dk3, dv3, batch, kv_head, first + 3u, chunk);
}
