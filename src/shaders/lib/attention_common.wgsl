// What all attention kernels share: parameters, strides, which keys a row may see.
// Constants: CAUSAL; strides and offsets are in elements.
struct Strides { batch: u32, row: u32, head: u32, offset: u32 }
struct Params {
  heads: u32, kv_heads: u32, q_len: u32, k_len: u32,
  scale: f32,
  // CHUNKS and SUBGROUP once more: loops to these are not unrolled, which takes CPU adapters seconds.
  chunks: u32, subgroup: u32,
  op: u32, threshold: u32, keep_scale: f32,
  q: Strides, k: Strides, v: Strides, out: Strides,
  batches: u32,
  // Keys that a row sees at most, itself the last of them, where CAUSAL; 2^30: all.
  window: u32,
}
const LOWEST = -3.4e38;
const FOUR = vec4u(0u, 1u, 2u, 3u);

fn start_of(s: Strides, batch: u32, row: u32, head: u32) -> u32 {
  return s.offset + batch * s.batch + row * s.row + head * s.head;
}

// How many keys rows below row_end may see at most.
fn seen_by(row_end: u32) -> u32 {
  return u32(max(0, i32(min(row_end, params.q_len) + params.k_len) - i32(params.q_len)));
}

// The first key that a row's window holds.
fn first_seen(row: u32) -> u32 {
  return u32(max(0, i32(row + params.k_len + 1u) - i32(params.q_len + params.window)));
}

// Rows from it on see none of the keys below key_end.
fn rows_seeing(key_end: u32) -> u32 {
  let end = i32(key_end + params.window + params.q_len) - i32(params.k_len + 1u);
  return min(params.q_len, u32(max(0, end)));
}

// Which of the keys first .. first + 3 the query row may see. Row i stands at i + (k_len - q_len).
fn visible(batch: u32, row: u32, first: u32) -> vec4<bool> {
  let key = vec4u(first) + FOUR;
  var seen = (key < vec4u(params.k_len)) & kept_keys(batch, first);
  if (CAUSAL) {
    let at = key + vec4u(params.q_len);
    let own = vec4u(row + params.k_len);
    seen = seen & (at <= own) & (at + vec4u(params.window) > own);
  }
  return seen;
}
