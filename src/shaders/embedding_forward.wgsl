// out[row] = dropout(table[ids[row]] + positions[row % seq_len + position_offset + past]).
// Constants: POSITIONS, DROPOUT, PAST; the binding of what is left out holds any other input.
// The table may come in parts, a dispatch each: rows of ids that lie in another part are left alone.
// Grid: ceil(rows * width / 64), folded. Reference: tests/kernels/embedding.test.ts.
struct Params {
  rows: u32, width: u32, vocab: u32, seq_len: u32, position_offset: u32, positions: u32,
  first: u32, part: u32, // rows of the table that are bound: first .. first + part
  op: u32, threshold: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> ids: array<u32>; // [rows]
@group(0) @binding(1) var<storage, read> table: array<f32>; // [part, width]
@group(0) @binding(2) var<storage, read> positions: array<f32>; // [positions, width]
@group(0) @binding(3) var<storage, read> step: array<u32>; // step buffer, or DecodeControl where PAST
@group(0) @binding(4) var<storage, read_write> out: array<f32>; // [rows, width]
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  let row = i / params.width;
  if (row >= params.rows) { return; }
  let column = i % params.width;
  // An id outside the table would read another tensor: it gives the last row instead.
  let id = min(ids[row], params.vocab - 1u) - params.first;
  // Below `first` the difference wraps round to something large.
  if (id >= params.part) { return; }
  var value = table[id * params.width + column];
  if (POSITIONS) {
    var position = row % params.seq_len + params.position_offset;
    if (PAST) { position = min(position + step[0], params.positions - 1u); }
    value += positions[position * params.width + column];
  }
  if (DROPOUT) {
    value *= dropout_scale(step[STEP_SEED], step[STEP_INDEX], params.op, params.threshold, params.scale, i);
  }
  out[i] = value;
}
