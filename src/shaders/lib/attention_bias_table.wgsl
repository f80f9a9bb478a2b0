// A bias for every pair of query and key: bias [heads, q_len, k_len]. Constant: BIAS (binding).
@group(0) @binding(BIAS) var<storage, read> bias: array<f32>;
fn score_bias(head: u32, row: u32, first: u32) -> vec4f {
  let start = (head * params.q_len + min(row, params.q_len - 1u)) * params.k_len;
  let at = vec4u(start) + min(vec4u(first) + FOUR, vec4u(params.k_len - 1u));
  return vec4f(bias[at.x], bias[at.y], bias[at.z], bias[at.w]);
}
