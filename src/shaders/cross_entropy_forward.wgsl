// losses[r] = (1 - smoothing) * (lse - z[target]) + smoothing * (lse - mean(z)); 0 where ignored.
// lse[r] = log(sum(exp(z))), kept for the backward pass; the softmax itself is never stored.
// Constants: LANES, ROWS (lib/row_reduce). Grid: ceil(rows / ROWS), folded.
// Reference: tests/kernels/cross_entropy.test.ts.
struct Params { rows: u32, vocab: u32, ignore_index: i32, smoothing: f32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>; // [rows, vocab]
@group(0) @binding(1) var<storage, read> targets: array<i32>; // [rows]
@group(0) @binding(2) var<storage, read_write> losses: array<f32>; // [rows]
@group(0) @binding(3) var<storage, read_write> lse: array<f32>; // [rows]
@group(0) @binding(4) var<uniform> params: Params;

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let row = (group.y * groups.x + group.x) * ROWS + slot;
  let start = row * params.vocab;
  // Beyond the last row there is nothing to do, but every invocation must meet the barriers.
  let end = select(start, start + params.vocab, row < params.rows);

  var greatest = -3.4e38;
  for (var i = start + lane; i < end; i += LANES) { greatest = max(greatest, logits[i]); }
  greatest = row_max(slot, lane, greatest);

  // x: sum of exp(z - max), never above vocab; y: sum of z - max, for the smoothing.
  var sums = vec2f();
  for (var i = start + lane; i < end; i += LANES) {
    let z = logits[i] - greatest;
    sums += vec2f(exp(z), z);
  }
  sums = row_sum2(slot, lane, sums);

  if (lane == 0u && row < params.rows) {
    let log_sum = log(sums.x);
    let goal = targets[row];
    var loss = 0.0;
    if (goal != params.ignore_index) {
      // Differences to the greatest logit first: lse - z of large logits would cancel.
      let z = logits[start + min(u32(goal), params.vocab - 1u)] - greatest;
      let mean = sums.y / f32(params.vocab);
      loss = (1.0 - params.smoothing) * (log_sum - z) + params.smoothing * (log_sum - mean);
    }
    losses[row] = loss;
    lse[row] = greatest + log_sum;
  }
}
