// out[.. by strides] = inp[.. by strides], as 32 bits of any type: permute, expand, slice, concat.
//   @binding(0) inp   @binding(1) out   @binding(2) params
// Constant: INNER (lib/strides). Grid: ceil(count / 64), folded.
// Reference: tests/kernels/permute.test.ts.
struct Params {
  count: u32, inp_first: u32, out_first: u32, inp_outer: u32, out_outer: u32,
  dims: vec4u, inp_strides: vec4u, out_strides: vec4u,
}
@group(0) @binding(0) var<storage, read> inp: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let source = offset_at(i, params.dims, params.inp_strides, params.inp_outer);
  let place = offset_at(i, params.dims, params.out_strides, params.out_outer);
  out[params.out_first + place] = inp[params.inp_first + source];
}
