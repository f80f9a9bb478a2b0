// Keeps pruned weights at 0: after each update, and once when the mask is made.
// Grid: ceil(size / 256), folded, four weights an invocation. Reference: tests/kernels/prune.test.ts.
struct Params { size: u32 } // in vec4s
@group(0) @binding(0) var<storage, read> mask: array<u32>; // one bit a weight, the first in the low bit
@group(0) @binding(1) var<storage, read_write> weights: array<vec4f>; // [size]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (workgroup.y * workgroups.x + workgroup.x) * 64u + lane;
  if (i >= params.size) { return; }
  let bits = mask[i >> 3u] >> ((i & 7u) * 4u);
  let in_mask = (vec4u(bits) & vec4u(1u, 2u, 4u, 8u)) != vec4u();
  weights[i] = select(vec4f(), weights[i], in_mask);
}
