// Windows of a corpus that lies on the GPU: ids[b, t] = tokens[offsets[b] + t], and targets[b, t]
// the token after it. Constants: PACKED16 (two u16 tokens in each u32, the low half first).
// Grid: ceil(batch * seq_len / 64), folded. Reference: tests/kernels/gather_batch.test.ts.
struct Params { batch: u32, seq_len: u32, token_count: u32 }
@group(0) @binding(0) var<storage, read> tokens: array<u32>; // [token_count], or half of it packed
@group(0) @binding(1) var<storage, read> offsets: array<u32>; // [batch]
@group(0) @binding(2) var<storage, read_write> ids: array<u32>; // [batch, seq_len]
@group(0) @binding(3) var<storage, read_write> targets: array<i32>; // [batch, seq_len]
@group(0) @binding(4) var<uniform> params: Params;

fn token(index: u32) -> u32 {
  // A window that runs over the end repeats the last token.
  let i = min(index, params.token_count - 1u);
  if (PACKED16) { return (tokens[i / 2u] >> ((i % 2u) * 16u)) & 0xffffu; }
  return tokens[i];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.batch * params.seq_len) { return; }
  let at = offsets[i / params.seq_len] + i % params.seq_len;
  ids[i] = token(at);
  targets[i] = i32(token(at + 1u));
}
