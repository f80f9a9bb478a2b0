// Reads A one by one: its rows may start anywhere (lib/matmul_load_a4.wgsl is the fast one).
//   @binding(0) a  [batch, m, k], or [batch, k, m] transposed
@group(0) @binding(0) var<storage, read> a: array<elem>;

// Elements i to i + 3.
fn load_a(i: u32) -> vec4f {
  return vec4f(f32(a[i]), f32(a[i + 1u]), f32(a[i + 2u]), f32(a[i + 3u]));
}
