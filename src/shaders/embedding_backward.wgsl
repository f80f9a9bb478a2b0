// dtable[id] (+)= sum of dout over the rows of id, added in row order along the chain.
// Only rows that come first write; rows of the table never met are not touched. The table may come in
// parts, a dispatch each.
// Constants: ACCUMULATE, DROPOUT. Grid: ceil(rows * width / 64), folded.
// Reference: tests/kernels/embedding.test.ts.
struct Params {
  rows: u32, width: u32, vocab: u32,
  first: u32, part: u32, // rows of the table that are bound: first .. first + part
  op: u32, threshold: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> ids: array<u32>; // [rows]
@group(0) @binding(1) var<storage, read> link: array<u32>; // [rows], from embedding_chain
@group(0) @binding(2) var<storage, read> dout: array<f32>; // [rows, width]
@group(0) @binding(3) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(4) var<storage, read_write> dtable: array<f32>; // [part, width]
@group(0) @binding(5) var<uniform> params: Params;

const FIRST = 0x80000000u;

fn grad(row: u32, column: u32) -> f32 {
  let i = row * params.width + column;
  var value = dout[i];
  if (DROPOUT) {
    value *= dropout_scale(step[STEP_SEED], step[STEP_INDEX], params.op, params.threshold, params.scale, i);
  }
  return value;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  var row = i / params.width;
  if (row >= params.rows || (link[row] & FIRST) == 0u) { return; }
  let column = i % params.width;
  let id = min(ids[row], params.vocab - 1u) - params.first;
  // Below `first` the difference wraps round to something large.
  if (id >= params.part) { return; }
  let target_index = id * params.width + column;
  var sum = 0.0;
  while (row < params.rows) {
    sum += grad(row, column);
    row = link[row] & ~FIRST;
  }
  if (ACCUMULATE) { sum += dtable[target_index]; }
  dtable[target_index] = sum;
}
