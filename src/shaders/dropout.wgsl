// out = (residual +) inp * mask / (1 - p), the mask drawn from (seed, step, op, i).
// The same kernel is its own gradient: dinp = dout * mask / (1 - p).
// Constants: RESIDUAL, and those of lib/dropout.wgsl. Grid: ceil(count / 64), folded.
// Reference: tests/kernels/dropout.test.ts.
struct Params { count: u32, op: u32, threshold: u32, scale: f32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>; // [count]
@group(0) @binding(1) var<storage, read> residual: array<f32>; // [count]
@group(0) @binding(2) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(3) var<storage, read_write> out: array<f32>; // [count]
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  var value = inp[i];
  if (DROPOUT) {
    value *= dropout_scale(step[STEP_SEED], step[STEP_INDEX], params.op, params.threshold, params.scale, i);
  }
  if (RESIDUAL) { value += residual[i]; }
  out[i] = value;
}
