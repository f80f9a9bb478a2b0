// out = f(gate) * up: dgate = dout * up * f'(gate), dup = dout * f(gate).
//   @binding(0) dout  @binding(1) gate  @binding(2) up  @binding(3) dgate  @binding(4) dup, all [count]
//   @binding(5) params
// Constant: ACTIVATION (lib/activation). Grid: ceil(count / 64), folded.
// Reference: tests/kernels/activation.test.ts.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> gate: array<f32>;
@group(0) @binding(2) var<storage, read> up: array<f32>;
@group(0) @binding(3) var<storage, read_write> dgate: array<f32>;
@group(0) @binding(4) var<storage, read_write> dup: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let d = dout[i];
  let g = gate[i];
  dgate[i] = d * up[i] * d_activate(ACTIVATION, g);
  dup[i] = d * activate(ACTIVATION, g);
}
