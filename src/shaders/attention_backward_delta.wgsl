// facts[b, h, i] = (lse, delta), delta = sum over the head's dimensions of dout * out: what the two
// other gradient kernels need of each row.
// Grid: ceil(batch * heads * q_len / 64), folded. Reference: tests/kernels/attention.test.ts.
struct Params { rows: u32, heads: u32, q_len: u32, batch_stride: u32, row_stride: u32, head_stride: u32, head_dim: u32 }
@group(0) @binding(0) var<storage, read> dout: array<f32>; // [batch, q_len, heads, headDim] by strides
@group(0) @binding(1) var<storage, read> out: array<f32>; // like dout
@group(0) @binding(2) var<storage, read> lse: array<f32>; // [batch, heads, q_len]
@group(0) @binding(3) var<storage, read_write> facts: array<vec2f>; // [batch, heads, q_len]
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.rows) { return; }
  let row = i % params.q_len;
  let head = i / params.q_len % params.heads;
  let batch = i / params.q_len / params.heads;
  let start = batch * params.batch_stride + row * params.row_stride + head * params.head_stride;
  var delta = 0.0;
  for (var d = 0u; d < params.head_dim; d++) { delta += dout[start + d] * out[start + d]; }
  facts[i] = vec2f(lse[i], delta);
}
