// out[i] = f(gate[i]) * up[i]; SwiGLU with f = silu, GEGLU with a gelu. Shazeer 2020.
//   @binding(0) gate [count]   @binding(1) up [count]   @binding(2) out [count]   @binding(3) params
// Constant: ACTIVATION (lib/activation). Grid: ceil(count / 64), folded.
// Reference: tests/kernels/activation.test.ts.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> gate: array<f32>;
@group(0) @binding(1) var<storage, read> up: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i < params.count) { out[i] = activate(ACTIVATION, gate[i]) * up[i]; }
}
