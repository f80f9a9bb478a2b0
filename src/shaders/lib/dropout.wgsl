// Dropout of element i, the same in forward and backward: 0, or `scale` = 1 / (1 - p).
// `threshold` = p * 2^32; seed and step come from the step buffer. After random.wgsl.
fn dropout_scale(seed: u32, step: u32, op: u32, threshold: u32, scale: f32, i: u32) -> f32 {
  return select(0.0, scale, random4(seed, step, op, i / 4u)[i % 4u] >= threshold);
}
