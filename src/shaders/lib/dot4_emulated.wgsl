// Four signed bytes times four, summed, for devices without the instruction.
fn dot4(a: u32, b: u32) -> i32 {
  let shifts = vec4u(24u, 16u, 8u, 0u);
  let down = vec4u(24u);
  return dot(vec4i(vec4u(a) << shifts) >> down, vec4i(vec4u(b) << shifts) >> down);
}
