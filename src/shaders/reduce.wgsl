// Sum or maximum over chosen dimensions, one invocation a result: simple, and right for any of them.
//   @binding(0) inp   @binding(1) out [splits, outs]   @binding(2) params
// Constants: MAX (else sum), INNER (lib/strides). Grid: ceil(outs * splits / 64), folded.
// Each split takes `per_split` values in order, so results repeat to the bit.
// Reference: tests/kernels/reduce.test.ts.
struct Params {
  outs: u32, reduced: u32, per_split: u32, splits: u32,
  factor: f32, kept_outer: u32, reduced_outer: u32, unused: u32,
  kept_dims: vec4u, kept_strides: vec4u, reduced_dims: vec4u, reduced_strides: vec4u,
}
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

fn load(base: u32, r: u32) -> f32 {
  return inp[base + offset_at(r, params.reduced_dims, params.reduced_strides, params.reduced_outer)];
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.outs * params.splits) { return; }
  let base = offset_at(i % params.outs, params.kept_dims, params.kept_strides, params.kept_outer);
  let first = i / params.outs * params.per_split;
  let end = min(first + params.per_split, params.reduced);
  var value = load(base, first);
  for (var r = first + 1u; r < end; r++) {
    let next = load(base, r);
    if (MAX) { value = binary(BINARY_MAX, value, next); } else { value += next; }
  }
  out[i] = value * params.factor;
}
