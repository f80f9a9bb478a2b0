// Reads B four at a time: its rows, and the batches, start at multiples of 4 elements.
//   @binding(1) b  [batch, k, n], or [batch, n, k] transposed
@group(0) @binding(1) var<storage, read> b: array<vec4<elem>>;

// Elements i to i + 3; i is a multiple of 4.
fn load_b(i: u32) -> vec4f {
  return vec4f(b[i >> 2u]);
}
