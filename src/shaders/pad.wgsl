// out = inp inside a box, `value` around it; with BASE, out = base + inp inside, base around it.
//   @binding(0) inp   @binding(1) base [count]   @binding(2) out [count]   @binding(3) params
// Dimensions: four inner ones, right-aligned, and `outer`; `before` is where the box starts in each,
// `extents` how far inp goes, `strides` how inp is walked. Constant: BASE.
// Grid: ceil(count / 64), folded. Reference: tests/kernels/permute.test.ts.
struct Params {
  count: u32, outer_before: u32, outer_extent: u32, outer_stride: u32,
  dims: vec4u, before: vec4u, extents: vec4u, strides: vec4u,
  value: f32,
}
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read> base: array<f32>;
@group(0) @binding(2) var<storage, read_write> out: array<f32>;
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  var rest = i;
  var at = 0u;
  var is_inside = true;
  for (var d = 3i; d >= 0; d--) {
    // Before the box this wraps around to a large number: outside, too.
    let place = rest % params.dims[d] - params.before[d];
    rest /= params.dims[d];
    is_inside = is_inside && place < params.extents[d];
    at += place * params.strides[d];
  }
  let place = rest - params.outer_before;
  is_inside = is_inside && place < params.outer_extent;
  at += place * params.outer_stride;
  var result = params.value;
  if (BASE) { result = base[i]; }
  if (is_inside) {
    if (BASE) { result += inp[at]; } else { result = inp[at]; }
  }
  out[i] = result;
}
