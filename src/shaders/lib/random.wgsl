// Counter-based random numbers: (seed, step, op, block) -> four u32. No state, so the backward pass
// and a resumed run draw the same numbers. pcg4d: Jarzynski and Olano, JCGT 9(3), 2020.
fn random4(seed: u32, step: u32, op: u32, block: u32) -> vec4u {
  var v = vec4u(seed, step, op, block) * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

// 24 bits to [0, 1): every value is an f32.
fn uniform01(bits: u32) -> f32 {
  return f32(bits >> 8u) * 0x1p-24;
}
