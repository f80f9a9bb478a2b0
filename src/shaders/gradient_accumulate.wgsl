// Gradients of one more batch join the sum: sum += scale * batch.
// Grid: ceil(size / 64), folded. Reference: tests/kernels/optimizers.test.ts.
struct Params { size: u32, scale: f32 } // size in vec4s
@group(0) @binding(0) var<storage, read> batch: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read_write> sum: array<vec4f>; // [size]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.size) { return; }
  sum[i] += params.scale * batch[i];
}
