// ALiBi (Press et al. 2022): slope of the head times the signed distance of the key.
// slopes [heads]. Constant: BIAS (binding).
@group(0) @binding(BIAS) var<storage, read> slopes: array<f32>;
fn score_bias(head: u32, row: u32, first: u32) -> vec4f {
  let position = i32(row + params.k_len) - i32(params.q_len);
  return slopes[head] * vec4f(vec4i(vec4u(first) + FOUR) - vec4i(position));
}
