// Attention's inputs one number at a time, for any headDim, strides and offsets.
// x_at(i, c): elements i + 4c .. i + 4c + 3 of a row that starts at i; 0 beyond headDim.
@group(0) @binding(0) var<storage, read> q: array<f32>; // [batch, q_len, heads, headDim] by strides
@group(0) @binding(1) var<storage, read> k: array<f32>; // [batch, k_len, kv_heads, headDim] by strides
@group(0) @binding(2) var<storage, read> v: array<f32>; // like k
@group(0) @binding(3) var<storage, read> dout: array<f32>; // like out; backward only

fn within(c: u32) -> vec4<bool> {
  return vec4u(4u * c) + vec4u(0u, 1u, 2u, 3u) < vec4u(HEAD_DIM);
}
fn q_at(i: u32, c: u32) -> vec4f {
  let at = i + 4u * c;
  return select(vec4f(), vec4f(q[at], q[at + 1u], q[at + 2u], q[at + 3u]), within(c));
}
fn k_at(i: u32, c: u32) -> vec4f {
  let at = i + 4u * c;
  return select(vec4f(), vec4f(k[at], k[at + 1u], k[at + 2u], k[at + 3u]), within(c));
}
fn v_at(i: u32, c: u32) -> vec4f {
  let at = i + 4u * c;
  return select(vec4f(), vec4f(v[at], v[at + 1u], v[at + 2u], v[at + 3u]), within(c));
}
fn dout_at(i: u32, c: u32) -> vec4f {
  let at = i + 4u * c;
  return select(vec4f(), vec4f(dout[at], dout[at + 1u], dout[at + 2u], dout[at + 3u]), within(c));
}
