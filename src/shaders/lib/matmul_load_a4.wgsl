// Reads A four at a time: its rows, and the batches, start at multiples of 4 elements.
//   @binding(0) a  [batch, m, k], or [batch, k, m] transposed
@group(0) @binding(0) var<storage, read> a: array<vec4<elem>>;

// Elements i to i + 3; i is a multiple of 4.
fn load_a(i: u32) -> vec4f {
  return vec4f(a[i >> 2u]);
}
