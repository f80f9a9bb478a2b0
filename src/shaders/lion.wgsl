// Lion (Chen et al. 2023, Algorithm 2): c = beta1 * m + (1 - beta1) * g;
// p -= lr * (sign(c) + decay * p); m = beta2 * m + (1 - beta2) * g. Bindings 0 .. 3, grid and
// constants: lib/optimizer. Params: a beta1, b beta2, c 1 - beta1, d 1 - beta2.
// Reference: tests/kernels/optimizers.test.ts.
@group(0) @binding(4) var<storage, read_write> m: array<vec4f>; // [size]
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (is_idle(i)) { return; }
  let g = gradient(i);
  let direction = sign(params.a * m[i] + params.c * g);
  weights[i] -= learning_rate() * (direction + decay(i) * weights[i]);
  m[i] = params.b * m[i] + params.d * g;
}
