// Reads B one by one: its rows may start anywhere (lib/matmul_load_b4.wgsl is the fast one).
//   @binding(1) b  [batch, k, n], or [batch, n, k] transposed
@group(0) @binding(1) var<storage, read> b: array<elem>;

// Elements i to i + 3.
fn load_b(i: u32) -> vec4f {
  return vec4f(f32(b[i]), f32(b[i + 1u]), f32(b[i + 2u]), f32(b[i + 3u]));
}
