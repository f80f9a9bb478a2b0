// INT8 weights, four bytes a word, in rows of output channels; each GROUP of a row has a scale. Rows are
// padded to whole groups, so that groups count through.
//   @binding(1) b [n, line / 4]   @binding(2) scales [n, line / GROUP]
// Constants: GROUP: a multiple of 8.
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;

// Bytes to floats: up to the sign's place, and back down with the sign.
fn bytes(word: u32) -> vec4f {
  return vec4f(vec4i(vec4u(word) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u));
}

// Elements i to i + 3; i is a multiple of 4.
fn load_b(i: u32) -> vec4f { return bytes(b[i >> 2u]) * scales[i / GROUP]; }

// Elements i to i + 7; i is a multiple of 8.
fn load_b8(i: u32) -> mat2x4f {
  let word = i >> 2u;
  return mat2x4f(bytes(b[word]), bytes(b[word + 1u])) * scales[i / GROUP];
}

// The scales are in the elements already.
fn row_scale(row: u32) -> f32 { return 1.0; }
