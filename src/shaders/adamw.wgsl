// AdamW (Loshchilov and Hutter 2019), as torch.optim.AdamW, over all parameters in one flat arena:
//   p -= lr * decay * p; m, v: moving averages of g, g^2; p -= lr * (m / c1) / (sqrt(v) / c2 + eps)
// with c1 = 1 - beta1^t and c2 = sqrt(1 - beta2^t) from the CPU. Bindings 0 .. 3, grid and constants:
// lib/optimizer. Params: a beta1, b beta2, c 1 - beta1, d 1 - beta2, e eps.
// Reference: tests/kernels/adamw.test.ts.
@group(0) @binding(4) var<storage, read_write> m: array<vec4f>; // [size]
@group(0) @binding(5) var<storage, read_write> v: array<vec4f>; // [size]
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (is_idle(i)) { return; }
  let lr = learning_rate();
  let c1 = bitcast<f32>(step[STEP_BIAS_CORRECTION_1]);
  let c2 = bitcast<f32>(step[STEP_BIAS_CORRECTION_2_SQRT]);
  let g = gradient(i);
  // 1 - beta comes from the CPU: 1 - 0.999 in f32 is off by 1e-5 of itself.
  let new_m = params.a * m[i] + params.c * g;
  let new_v = params.b * v[i] + params.d * g * g;
  weights[i] = weights[i] * (1.0 - lr * decay(i)) - (lr / c1) * new_m / (sqrt(new_v) / c2 + params.e);
  m[i] = new_m;
  v[i] = new_v;
}
