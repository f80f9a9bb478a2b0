// dtable[t] = sum over the batch of dout[b, t]; rows of the table beyond the sequence get 0.
// Constants: ACCUMULATE, DROPOUT. Grid: ceil(table_rows * width / 64), folded.
// Reference: tests/kernels/embedding.test.ts.
struct Params {
  batch: u32, seq_len: u32, width: u32, table_rows: u32, position_offset: u32,
  op: u32, threshold: u32, scale: f32,
}
@group(0) @binding(0) var<storage, read> dout: array<f32>; // [batch, seq_len, width]
@group(0) @binding(1) var<storage, read> step: array<u32>; // step buffer
@group(0) @binding(2) var<storage, read_write> dtable: array<f32>; // [table_rows, width]
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  let table_row = i / params.width;
  if (table_row >= params.table_rows) { return; }
  var sum = 0.0;
  if (ACCUMULATE) { sum = dtable[i]; }
  // Below position_offset the difference wraps round and is no row of the sequence.
  let t = table_row - params.position_offset;
  if (t < params.seq_len) {
    for (var b = 0u; b < params.batch; b++) {
      let at = (b * params.seq_len + t) * params.width + i % params.width;
      var value = dout[at];
      if (DROPOUT) {
        value *= dropout_scale(step[STEP_SEED], step[STEP_INDEX], params.op, params.threshold, params.scale, at);
      }
      sum += value;
    }
  }
  dtable[i] = sum;
}
