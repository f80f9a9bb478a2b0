// Weights as halves, two a word, the first in the low bits, in rows of output channels. They become
// floats in registers, so that no adapter needs the feature shader-f16 for them.
//   @binding(1) b [n, line / 2]
@group(0) @binding(1) var<storage, read> b: array<u32>;

// Elements i to i + 3; i is a multiple of 4.
fn load_b(i: u32) -> vec4f {
  let word = i >> 1u;
  return vec4f(unpack2x16float(b[word]), unpack2x16float(b[word + 1u]));
}

// Elements i to i + 7; i is a multiple of 8.
fn load_b8(i: u32) -> mat2x4f { return mat2x4f(load_b(i), load_b(i + 4u)); }

fn row_scale(row: u32) -> f32 { return 1.0; }
