// How far a student's softened distribution q = softmax(s / T) is from a teacher's p = softmax(t / T):
// losses[r] = sum(p * (log p - log q)), or -sum(p * log q) where CROSS. lse[r] = log-sum-exp of both,
// kept for the backward pass. TOP_K 0: the teacher has a logit for every column; else TOP_K logits a
// row for the columns in `ids`, and p is 0 elsewhere (without it, `ids` holds any other input).
// Constants: LANES, ROWS (lib/row_reduce), TOP_K, CROSS. Grid: ceil(rows / ROWS), folded.
// Reference: tests/kernels/distillation.test.ts.
struct Params { rows: u32, vocab: u32, cooling: f32 } // cooling = 1 / T
@group(0) @binding(0) var<storage, read> student: array<f32>; // [rows, vocab]
@group(0) @binding(1) var<storage, read> teacher: array<f32>; // [rows, vocab or TOP_K]
@group(0) @binding(2) var<storage, read> ids: array<u32>; // [rows, TOP_K]
@group(0) @binding(3) var<storage, read_write> losses: array<f32>; // [rows]
@group(0) @binding(4) var<storage, read_write> lse: array<vec2f>; // [rows]: student, teacher
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let row = (group.y * groups.x + group.x) * ROWS + slot;
  // Beyond the last row there is nothing to do, but every invocation must meet the barriers.
  let is_row = row < params.rows;
  let vocab = select(0u, params.vocab, is_row);
  let known = select(vocab, select(0u, u32(TOP_K), is_row), TOP_K > 0);
  let start = row * params.vocab;
  let first = select(start, row * u32(TOP_K), TOP_K > 0);

  var s_max = -3.4e38;
  var t_max = -3.4e38;
  for (var i = lane; i < vocab; i += LANES) { s_max = max(s_max, student[start + i]); }
  for (var i = lane; i < known; i += LANES) { t_max = max(t_max, teacher[first + i]); }
  s_max = row_max(slot, lane, s_max);
  t_max = row_max(slot, lane, t_max);

  var sums = vec2f();
  for (var i = lane; i < vocab; i += LANES) {
    sums.x += exp((student[start + i] - s_max) * params.cooling);
  }
  for (var i = lane; i < known; i += LANES) {
    sums.y += exp((teacher[first + i] - t_max) * params.cooling);
  }
  let logs = log(row_sum2(slot, lane, sums));

  var loss = 0.0;
  for (var i = lane; i < known; i += LANES) {
    var column = i;
    if (TOP_K > 0) { column = min(ids[first + i], params.vocab - 1u); }
    // Differences to the greatest logit first: large logits would cancel.
    let log_p = (teacher[first + i] - t_max) * params.cooling - logs.y;
    let log_q = (student[start + column] - s_max) * params.cooling - logs.x;
    loss += exp(log_p) * (select(log_p, 0.0, CROSS) - log_q);
  }
  loss = row_sum(slot, lane, loss);
  if (lane == 0u && is_row) {
    losses[row] = loss;
    lse[row] = vec2f(s_max, t_max) * params.cooling + logs;
  }
}
