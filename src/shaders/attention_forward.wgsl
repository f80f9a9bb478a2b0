// out = softmax(scale * q k^T + bias, over visible keys) v, and lse = log-sum-exp of the scores.
// Online softmax over blocks of keys (Dao et al. 2022): no q_len x k_len matrix. A row that sees no
// key gives 0. Bindings 0 .. 2: q, k, v (lib/attention_load_*); optional ones follow them.
// Constants: lib/attention_tile, OUT, LSE, PARAMS (bindings). A workgroup: 4 * TILES rows of a head.
// Grid: (ceil(q_len / (4 * TILES)), heads, batch). Reference: tests/kernels/attention.test.ts.
@group(0) @binding(OUT) var<storage, read_write> out: array<f32>; // [batch, q_len, heads, headDim] by strides
@group(0) @binding(LSE) var<storage, read_write> lse: array<f32>; // [batch, heads, q_len]
@group(0) @binding(PARAMS) var<uniform> params: Params;

var<workgroup> maxima: array<vec4f, LANES>; // [TILES, CHUNKS]: over 4 keys, of 4 rows
var<workgroup> probs: array<vec4f, 4 * LANES>; // [TILES, 4 rows, CHUNKS]: of 4 keys

// Scores of one row against 4 keys; LOWEST where the row may not see the key.
fn masked(dots: vec4f, batch: u32, head: u32, row: u32, first: u32) -> vec4f {
  let s = dots * params.scale + score_bias(head, row, first);
  return select(vec4f(LOWEST), s, visible(batch, row, first));
}

fn greatest(s: vec4f) -> f32 { return max(max(s.x, s.y), max(s.z, s.w)); }

// A hidden key's score is LOWEST, and so is m where nothing was seen yet: never exp(0).
fn exponentials(s: vec4f, m: f32) -> vec4f {
  return select(vec4f(), exp(s - m), s > vec4f(LOWEST));
}

fn store(o: vec4f, batch: u32, head: u32, row: u32, chunk: u32) {
  if (row >= params.q_len) { return; }
  let at = start_of(params.out, batch, row, head) + 4u * chunk;
  for (var d = 0u; d < 4u && 4u * chunk + d < HEAD_DIM; d++) { out[at + d] = o[d]; }
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let batch = group.z;
  let head = group.y;
  let kv_head = head / (params.heads / params.kv_heads);
  let tile = tile_of(lane);
  let chunk = lane % CHUNKS; // this lane's 4 keys of a block, and its 4 dimensions of out
  let row = (group.x * TILES + tile) * 4u;
  let q_row = min(vec4u(row) + FOUR, vec4u(params.q_len - 1u)) * params.q.row +
    vec4u(start_of(params.q, batch, 0u, head));
  let k_start = start_of(params.k, batch, 0u, kv_head);
  let v_start = start_of(params.v, batch, 0u, kv_head);
  let key_end = select(params.k_len, seen_by((group.x + 1u) * TILES * 4u), CAUSAL);
  let key_start = first_seen(group.x * TILES * 4u) / (4u * CHUNKS) * (4u * CHUNKS);

  var o0 = vec4f(); // out of the tile's 4 rows, this lane's 4 dimensions
  var o1 = vec4f();
  var o2 = vec4f();
  var o3 = vec4f();
  var m = vec4f(LOWEST); // the greatest score so far, of each row
  var l = vec4f(); // sum of exp(score - m) of each row, over this lane's own keys

  for (var block = key_start; block < key_end; block += 4u * CHUNKS) {
    let first = block + 4u * chunk;
    let k_row = min(vec4u(first) + FOUR, vec4u(params.k_len - 1u)) * params.k.row + vec4u(k_start);
    var s0 = vec4f();
    var s1 = vec4f();
    var s2 = vec4f();
    var s3 = vec4f();
    for (var c = 0u; c < params.chunks; c++) {
      let keys = mat4x4f(k_at(k_row.x, c), k_at(k_row.y, c), k_at(k_row.z, c), k_at(k_row.w, c));
      s0 += q_at(q_row.x, c) * keys;
      s1 += q_at(q_row.y, c) * keys;
      s2 += q_at(q_row.z, c) * keys;
      s3 += q_at(q_row.w, c) * keys;
    }
    s0 = masked(s0, batch, head, row, first);
    s1 = masked(s1, batch, head, row + 1u, first);
    s2 = masked(s2, batch, head, row + 2u, first);
    s3 = masked(s3, batch, head, row + 3u, first);
    maxima[lane] = vec4f(greatest(s0), greatest(s1), greatest(s2), greatest(s3));
    workgroupBarrier();

    var new_m = m;
    for (var c = 0u; c < params.chunks; c++) { new_m = max(new_m, maxima[tile * CHUNKS + c]); }
    let shrink = exp(m - new_m);
    m = new_m;
    s0 = exponentials(s0, m.x);
    s1 = exponentials(s1, m.y);
    s2 = exponentials(s2, m.z);
    s3 = exponentials(s3, m.w);
    l = l * shrink + vec4f(1.0) * mat4x4f(s0, s1, s2, s3);
    let p = tile * 4u * CHUNKS;
    probs[p + chunk] = s0 * kept_probs(batch, head, row, first);
    probs[p + CHUNKS + chunk] = s1 * kept_probs(batch, head, row + 1u, first);
    probs[p + 2u * CHUNKS + chunk] = s2 * kept_probs(batch, head, row + 2u, first);
    probs[p + 3u * CHUNKS + chunk] = s3 * kept_probs(batch, head, row + 3u, first);
    o0 *= shrink.x;
    o1 *= shrink.y;
    o2 *= shrink.z;
    o3 *= shrink.w;
    workgroupBarrier();

    let groups = min(u32(CHUNKS), (key_end - block + 3u) / 4u);
    for (var g = 0u; g < groups; g++) {
      let v_row = min(vec4u(block + 4u * g) + FOUR, vec4u(params.k_len - 1u)) * params.v.row + vec4u(v_start);
      let values = mat4x4f(v_at(v_row.x, chunk), v_at(v_row.y, chunk), v_at(v_row.z, chunk), v_at(v_row.w, chunk));
      o0 += values * probs[p + g];
      o1 += values * probs[p + CHUNKS + g];
      o2 += values * probs[p + 2u * CHUNKS + g];
      o3 += values * probs[p + 3u * CHUNKS + g];
    }
  }

  maxima[lane] = l;
  workgroupBarrier();
  l = vec4f();
  for (var c = 0u; c < params.chunks; c++) { l += maxima[tile * CHUNKS + c]; }
  let seen = l > vec4f();
  let inverse = select(vec4f(), 1.0 / max(l, vec4f(1e-30)), seen);
  store(o0 * inverse.x, batch, head, row, chunk);
  store(o1 * inverse.y, batch, head, row + 1u, chunk);
  store(o2 * inverse.z, batch, head, row + 2u, chunk);
  store(o3 * inverse.w, batch, head, row + 3u, chunk);
  if (chunk == 0u) {
    let row_lse = select(vec4f(), m + log(max(l, vec4f(1e-30))), seen);
    for (var r = 0u; r < 4u && row + r < params.q_len; r++) {
      lse[(batch * params.heads + head) * params.q_len + row + r] = row_lse[r];
    }
  }
}
