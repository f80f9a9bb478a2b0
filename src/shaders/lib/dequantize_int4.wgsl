// 4-bit weights, eight nibbles a word, in rows of output channels; each GROUP of a row has a scale, and
// a zero point where ASYMMETRIC (else 8). Rows are padded to whole groups, so that groups count through.
//   @binding(1) b [n, line / 8]   @binding(2) scales [n, line / GROUP]
//   @binding(3) zeros, eight nibbles a word; anything readable where not ASYMMETRIC
// Constants: GROUP: a multiple of 8; ASYMMETRIC.
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> zeros: array<u32>;

fn zero_of(group: u32) -> f32 {
  if (ASYMMETRIC) { return f32((zeros[group >> 3u] >> ((group & 7u) * 4u)) & 15u); }
  return 8.0;
}

fn nibbles(word: u32) -> vec4f {
  return vec4f((vec4u(word) >> vec4u(0u, 4u, 8u, 12u)) & vec4u(15u));
}

// Elements i to i + 3; i is a multiple of 4.
fn load_b(i: u32) -> vec4f {
  let group = i / GROUP;
  return (nibbles(b[i >> 3u] >> ((i & 4u) * 4u)) - zero_of(group)) * scales[group];
}

// Elements i to i + 7; i is a multiple of 8.
fn load_b8(i: u32) -> mat2x4f {
  let group = i / GROUP;
  let word = b[i >> 3u];
  let zero = zero_of(group);
  return mat2x4f(nibbles(word) - zero, nibbles(word >> 16u) - zero) * scales[group];
}

// The scales are in the elements already.
fn row_scale(row: u32) -> f32 { return 1.0; }
