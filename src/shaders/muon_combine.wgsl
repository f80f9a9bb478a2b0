// out = alpha * x + beta * y; with NORM_OF out = x / (norm[0] + 1e-7), which starts Newton-Schulz.
// Grid: ceil(size / 64), folded. Reference: tests/kernels/optimizers.test.ts.
struct Params { size: u32, alpha: f32, beta: f32 }
@group(0) @binding(0) var<storage, read> x: array<f32>; // [size]
@group(0) @binding(1) var<storage, read> y: array<f32>; // [size], or [1] with NORM_OF
@group(0) @binding(2) var<storage, read_write> out: array<f32>; // [size]
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.size) { return; }
  if (NORM_OF) { out[i] = x[i] / (y[0] + 1e-7); } else { out[i] = params.alpha * x[i] + params.beta * y[i]; }
}
