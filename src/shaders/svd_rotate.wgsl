// One round of one-sided Jacobi (Hestenes 1958): the vectors are paired as in a round-robin
// tournament, and each pair is turned in its plane so that its two become orthogonal. What stands
// behind them turns along. Constants: LANES, ROWS = 1 (lib/row_reduce).
// Grid: ceil(count / 2), one workgroup a pair. Reference: tests/kernels/svd.test.ts.
struct Params { count: u32, length: u32, round: u32 }
@group(0) @binding(0) var<storage, read_write> vectors: array<f32>; // [count, length + count]
@group(0) @binding(1) var<uniform> params: Params;

// Below this cosine two vectors count as orthogonal.
const ORTHOGONAL = 1e-7;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  // The last seat stays, the others move on by one a round; an odd count has an empty last seat.
  let moving = (params.count + 1u) / 2u * 2u - 1u;
  let a = (params.round + group.x) % moving;
  let b = select((params.round + moving - group.x) % moving, moving, group.x == 0u);
  let first = min(a, b);
  let second = max(a, b);
  if (second >= params.count) { return; }
  let width = params.length + params.count;
  let p = first * width;
  let q = second * width;
  var squares = vec2f();
  var product = 0.0;
  for (var i = lane; i < params.length; i += LANES) {
    let x = vec2f(vectors[p + i], vectors[q + i]);
    squares += x * x;
    product += x.x * x.y;
  }
  squares = row_sum2(0u, lane, squares);
  product = row_sum(0u, lane, product);
  if (abs(product) <= ORTHOGONAL * sqrt(squares.x) * sqrt(squares.y)) { return; }
  let zeta = (squares.y - squares.x) / (2.0 * product);
  let tangent = select(-1.0, 1.0, zeta >= 0.0) / (abs(zeta) + sqrt(1.0 + zeta * zeta));
  let cosine = 1.0 / sqrt(1.0 + tangent * tangent);
  let sine = cosine * tangent;
  for (var i = lane; i < width; i += LANES) {
    let x = vectors[p + i];
    let y = vectors[q + i];
    vectors[p + i] = cosine * x - sine * y;
    vectors[q + i] = sine * x + cosine * y;
  }
}
