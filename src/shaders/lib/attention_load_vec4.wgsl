// Attention's inputs, four numbers at a time: needs headDim, strides and offsets divisible by 4.
// x_at(i, c): elements i + 4c .. i + 4c + 3, where i is the first element of a row.
@group(0) @binding(0) var<storage, read> q: array<vec4f>; // [batch, q_len, heads, headDim] by strides
@group(0) @binding(1) var<storage, read> k: array<vec4f>; // [batch, k_len, kv_heads, headDim] by strides
@group(0) @binding(2) var<storage, read> v: array<vec4f>; // like k
@group(0) @binding(3) var<storage, read> dout: array<vec4f>; // like out; backward only

fn q_at(i: u32, c: u32) -> vec4f { return q[i / 4u + c]; }
fn k_at(i: u32, c: u32) -> vec4f { return k[i / 4u + c]; }
fn v_at(i: u32, c: u32) -> vec4f { return v[i / 4u + c]; }
fn dout_at(i: u32, c: u32) -> vec4f { return dout[i / 4u + c]; }
