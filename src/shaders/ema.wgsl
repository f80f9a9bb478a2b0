// Moving average of the weights: average += (1 - ema_decay) * (weights - average); nothing where a
// gradient is not finite. Constants: STEP_*, NORM_*. Grid: ceil(size / 64), folded. Reference: tests/kernels/optimizers.test.ts.
struct Params { size: u32 } // in vec4s
@group(0) @binding(0) var<storage, read> weights: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(3) var<storage, read_write> average: array<vec4f>; // [size]
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.size || norm[NORM_NON_FINITE] != 0u) { return; }
  average[i] += (1.0 - bitcast<f32>(step[STEP_EMA_DECAY])) * (weights[i] - average[i]);
}
