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

// Which of the keys first .. first + 3 the query row may see. Row i stands at i + (k_len - q_len).
fn visible(batch: u32, row: u32, first: u32) -> vec4<bool> {
  let key = vec4u(first) + FOUR;
  var seen = (key < vec4u(params.k_len)) & kept_keys(batch, first);
  if (CAUSAL) { seen = seen & (key + vec4u(params.q_len) <= vec4u(row + params.k_len)); }
  return seen;
}
