// As lib/dequantize_int4.wgsl, for groups that are no multiple of 8: every weight looks its group up.
//   @binding(1) b [n, LINE / 8]   @binding(2) scales [n, GROUPS]
//   @binding(3) zeros, eight nibbles a word; anything readable where not ASYMMETRIC
// Constants: GROUP; GROUPS a row; LINE: weights a row, padding included; ASYMMETRIC.
@group(0) @binding(1) var<storage, read> b: array<u32>;
@group(0) @binding(2) var<storage, read> scales: array<f32>;
@group(0) @binding(3) var<storage, read> zeros: array<u32>;

fn weight(i: u32) -> f32 {
  // What pads a row has no group of its own: any will do, nothing counts it.
  let group = i / LINE * GROUPS + min(i % LINE / GROUP, GROUPS - 1u);
  let q = f32((b[i >> 3u] >> ((i & 7u) * 4u)) & 15u);
  if (ASYMMETRIC) { return (q - f32((zeros[group >> 3u] >> ((group & 7u) * 4u)) & 15u)) * scales[group]; }
  return (q - 8.0) * scales[group];
}

// Elements i to i + 3.
fn load_b(i: u32) -> vec4f {
  return vec4f(weight(i), weight(i + 1u), weight(i + 2u), weight(i + 3u));
}

// Elements i to i + 7.
fn load_b8(i: u32) -> mat2x4f { return mat2x4f(load_b(i), load_b(i + 4u)); }

// The scales are in the elements already.
fn row_scale(row: u32) -> f32 { return 1.0; }
