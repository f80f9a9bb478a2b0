// A bias by distance (T5): bias [heads, q_len + k_len - 1], entry key - row + q_len - 1 of a head.
// Constant: BIAS (binding).
@group(0) @binding(BIAS) var<storage, read> bias: array<f32>;
fn score_bias(head: u32, row: u32, first: u32) -> vec4f {
  let last = params.q_len + params.k_len - 2u;
  let distance = vec4u(first + params.q_len - 1u - min(row, params.q_len - 1u)) + FOUR;
  let at = vec4u(head * (last + 1u)) + min(distance, vec4u(last));
  return vec4f(bias[at.x], bias[at.y], bias[at.z], bias[at.w]);
}
