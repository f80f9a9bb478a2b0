// AdamW (Loshchilov and Hutter 2019), as torch.optim.AdamW, over all parameters in one flat arena:
//   p -= lr * decay * p; m, v: moving averages of g, g^2; p -= lr * (m / c1) / (sqrt(v) / c2 + eps)
// with c1 = 1 - beta1^t and c2 = sqrt(1 - beta2^t) from the CPU. No update where a gradient is not
// finite. Elements below decay_end decay. Constants: STEP_*, NORM_*. Grid: ceil(size / 4 / 64), folded.
// Reference: tests/kernels/adamw.test.ts.
struct Params { size: u32, decay_end: u32, beta1: f32, beta2: f32, rest1: f32, rest2: f32, eps: f32, decay: f32 } // size in vec4s
@group(0) @binding(0) var<storage, read> grads: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(3) var<storage, read_write> weights: array<vec4f>; // [size]
@group(0) @binding(4) var<storage, read_write> m: array<vec4f>; // [size]
@group(0) @binding(5) var<storage, read_write> v: array<vec4f>; // [size]
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.size || norm[NORM_NON_FINITE] != 0u) { return; }
  let lr = bitcast<f32>(step[STEP_LEARNING_RATE]);
  let c1 = bitcast<f32>(step[STEP_BIAS_CORRECTION_1]);
  let c2 = bitcast<f32>(step[STEP_BIAS_CORRECTION_2_SQRT]);
  let g = grads[i] * bitcast<f32>(norm[NORM_CLIP_SCALE]);
  // 1 - beta comes from the CPU: 1 - 0.999 in f32 is off by 1e-5 of itself.
  let new_m = params.beta1 * m[i] + params.rest1 * g;
  let new_v = params.beta2 * v[i] + params.rest2 * g * g;
  let element = vec4u(i * 4u) + vec4u(0u, 1u, 2u, 3u);
  let keep = select(vec4f(1.0), vec4f(1.0 - lr * params.decay), element < vec4u(params.decay_end));
  weights[i] = weights[i] * keep - (lr / c1) * new_m / (sqrt(new_v) / c2 + params.eps);
  m[i] = new_m;
  v[i] = new_v;
}
