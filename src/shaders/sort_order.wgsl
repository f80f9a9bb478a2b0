// The order in which values fall: order[0] is the index of the greatest; equal values keep theirs.
// Each invocation counts those that come before its own. Grid: ceil(count / 64).
// Reference: tests/kernels/svd.test.ts.
struct Params { count: u32 }
@group(0) @binding(0) var<storage, read> values: array<f32>; // [count]
@group(0) @binding(1) var<storage, read_write> order: array<u32>; // [count]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= params.count) { return; }
  let own = values[i];
  var before = 0u;
  for (var j = 0u; j < params.count; j++) {
    let other = values[j];
    if (other > own || (other == own && j < i)) { before++; }
  }
  order[before] = i;
}
