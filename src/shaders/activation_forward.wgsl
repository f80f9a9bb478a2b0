// out[i] = f(inp[i]) with f of lib/activation.wgsl.
//   @binding(0) inp [count]   @binding(1) out [count]   @binding(2) params
// Constant: ACTIVATION. Grid: ceil(count / 64), folded. Reference: tests/kernels/activation.test.ts.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i < params.count) { out[i] = activate(ACTIVATION, inp[i]); }
}
