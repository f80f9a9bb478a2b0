// Muon's momentum of one matrix (Keller Jordan): m = beta * m + (1 - beta) * g, and what Newton-Schulz
// makes orthogonal, u = (1 - beta) * g + beta * m. m stays where a gradient is not finite.
// Constants: NORM_*. Grid: ceil(size / 64), folded. Reference: tests/kernels/optimizers.test.ts.
struct Params { size: u32, beta: f32, rest: f32 } // rest = 1 - beta
@group(0) @binding(0) var<storage, read> grads: array<f32>; // [size]
@group(0) @binding(1) var<storage, read> norm: array<u32>; // grad_norm's out
@group(0) @binding(2) var<storage, read_write> m: array<f32>; // [size]
@group(0) @binding(3) var<storage, read_write> u: array<f32>; // [size], a multiple of 4, zeros beyond
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= (params.size + 3u) / 4u * 4u) { return; }
  if (i >= params.size || norm[NORM_NON_FINITE] != 0u) {
    u[i] = 0.0;
    return;
  }
  let g = params.rest * grads[i] * bitcast<f32>(norm[NORM_CLIP_SCALE]);
  let moved = params.beta * m[i] + g;
  m[i] = moved;
  u[i] = g + params.beta * moved;
}
