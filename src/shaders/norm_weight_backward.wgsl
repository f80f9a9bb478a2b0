// dweight[c] (+)= sum over groups of partials[g, 0, c]; dbias[c] (+)= the same of partials[g, 1, c].
// Constants: PARTS (1 or 2), DWEIGHT, DBIAS, ACCUMULATE. Grid: ceil(width / 64).
// Reference: tests/kernels/layernorm.test.ts.
struct Params { groups: u32, width: u32 }
@group(0) @binding(0) var<storage, read> partials: array<f32>; // [groups, PARTS, width]
@group(0) @binding(1) var<storage, read_write> dweight: array<f32>; // [width]
@group(0) @binding(2) var<storage, read_write> dbias: array<f32>; // [width]
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) global: vec3u) {
  let c = global.x;
  if (c >= params.width) { return; }
  var sums = vec2f();
  for (var g = 0u; g < params.groups; g++) {
    let at = g * PARTS * params.width + c;
    if (DWEIGHT) { sums.x += partials[at]; }
    if (DBIAS) { sums.y += partials[at + params.width]; }
  }
  if (DWEIGHT) {
    if (ACCUMULATE) { sums.x += dweight[c]; }
    dweight[c] = sums.x;
  }
  if (DBIAS) {
    if (ACCUMULATE) { sums.y += dbias[c]; }
    dbias[c] = sums.y;
  }
}
