// out[i] = f(a[..], b[..]) with broadcasting: each operand is read by strides, 0 along what it lacks.
//   @binding(0) a   @binding(1) b   @binding(2) out [count]   @binding(3) params
// Constants: KIND (lib/binary), INNER (lib/strides). Grid: ceil(count / 64), folded.
// Reference: tests/kernels/elementwise.test.ts.
struct Params {
  count: u32, a_outer: u32, b_outer: u32, unused: u32,
  dims: vec4u, a_strides: vec4u, b_strides: vec4u,
}
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let left = a[offset_at(i, params.dims, params.a_strides, params.a_outer)];
  let right = b[offset_at(i, params.dims, params.b_strides, params.b_outer)];
  out[i] = binary(KIND, left, right);
}
