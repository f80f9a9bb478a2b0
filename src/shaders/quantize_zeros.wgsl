// Zero points of 4-bit groups, eight in a word, the first in its low bits.
// Grid: ceil(count / 512), folded. Reference: tests/kernels/quantize.test.ts.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> zeros: array<f32>; // [count], 0..15
@group(0) @binding(1) var<storage, read_write> out: array<u32>; // [ceil(count / 8)]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (workgroup.y * workgroups.x + workgroup.x) * 64u + lane;
  if (i * 8u >= params.count) { return; }
  var word = 0u;
  for (var j = 0u; j < min(8u, params.count - i * 8u); j++) {
    word |= u32(zeros[i * 8u + j]) << (j * 4u);
  }
  out[i] = word;
}
