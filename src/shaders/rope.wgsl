// Rotary positions: y = x cos + rotate_half(x) sin, with rotate_half(x) = (-x[hd/2:], x[:hd/2]).
// Su et al. 2021, in Hugging Face's order of elements. The gradient is the rotation back.
//   @binding(0) inp [rows, hd]   @binding(1) cosine [positions, hd]   @binding(2) sine [positions, hd]
//   @binding(3) control, DecodeControl where PAST, else any   @binding(4) out [rows, hd]
// Row r belongs to head r % heads at place (r / heads) % seq_len; heads from `rotated` on are copied.
// Tables come from the CPU: WGSL's own sin may be off by 2^-11. Constants: BACK, PAST.
// Grid: ceil(rows * hd / 64), folded. Reference: tests/kernels/rope.test.ts.
struct Params { count: u32, head_dim: u32, heads: u32, rotated: u32, seq_len: u32, first: u32, positions: u32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read> cosine: array<f32>;
@group(0) @binding(2) var<storage, read> sine: array<f32>;
@group(0) @binding(3) var<storage, read> control: array<u32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let half = params.head_dim / 2u;
  let row = i / params.head_dim;
  let element = i % params.head_dim;
  if (row % params.heads >= params.rotated) {
    out[i] = inp[i];
    return;
  }
  var place = params.first + row / params.heads % params.seq_len;
  if (PAST) { place = min(place + control[0], params.positions - 1u); }
  let at = place * params.head_dim + element;
  let is_first = element < half;
  let other = inp[select(i - half, i + half, is_first)];
  out[i] = inp[i] * cosine[at] + select(other, -other, is_first != BACK) * sine[at];
}
