// SGD as torch.optim.SGD: g += decay * p; buffer = momentum * buffer + g (it starts at 0);
// p -= lr * buffer, with NESTEROV p -= lr * (g + momentum * buffer). Bindings 0 .. 3, grid and
// constants: lib/optimizer, and NESTEROV. Params: a momentum. Reference: tests/kernels/optimizers.test.ts.
@group(0) @binding(4) var<storage, read_write> momentum: array<vec4f>; // [size]
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (is_idle(i)) { return; }
  let g = gradient(i) + decay(i) * weights[i];
  let moved = params.a * momentum[i] + g;
  momentum[i] = moved;
  var direction = moved;
  if (NESTEROV) { direction = g + params.a * moved; }
  weights[i] -= learning_rate() * direction;
}
