// Pass 1 of the gradient norm: each workgroup's sum of squares, and the first element that is not
// finite, found by its bits (a compiler may assume that n != n is never true).
// Constants: LANES, ROWS = 1 (lib/row_reduce). Grid: `groups`; each takes `chunk` vec4s in a row.
// Reference: tests/kernels/grad_norm.test.ts.
struct Params { size: u32, chunk: u32, first_group: u32, first_element: u32 } // size in vec4s
@group(0) @binding(0) var<storage, read> grads: array<vec4f>; // [size]
@group(0) @binding(1) var<storage, read_write> partials: array<vec2u>; // [groups]: f32 bits, index
@group(0) @binding(2) var<uniform> params: Params;

const EXPONENT = 0x7f800000u;
const NONE = 0xffffffffu;
var<workgroup> first_bad: array<u32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let start = group.x * params.chunk;
  let end = min(start + params.chunk, params.size);
  var squares = vec4f();
  var bad = NONE;
  for (var i = start + lane; i < end; i += LANES) {
    let g = grads[i];
    squares += g * g;
    if (any((bitcast<vec4u>(g) & vec4u(EXPONENT)) == vec4u(EXPONENT))) {
      bad = min(bad, params.first_element + i * 4u);
    }
  }
  let sum = row_sum(0u, lane, squares.x + squares.y + squares.z + squares.w);
  first_bad[lane] = bad;
  workgroupBarrier();
  if (lane == 0u) {
    for (var other = 0u; other < LANES; other++) { bad = min(bad, first_bad[other]); }
    partials[params.first_group + group.x] = vec2u(bitcast<u32>(sum), bad);
  }
}
