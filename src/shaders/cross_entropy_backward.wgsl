// dlogits = (softmax(z) - (1 - smoothing) * onehot(target) - smoothing / vocab) * g, 0 where ignored,
// with g = scale * dloss[0 or r] / (MEAN: rows that count).
// Constants: DLOSS (0 none, 1 one for all, 2 one a row), MEAN; the binding of what is left out
// holds any other input. Grid: ceil(rows * vocab / 64 / 4), folded; four columns an invocation.
// Reference: tests/kernels/cross_entropy.test.ts.
struct Params {
  rows: u32, vocab: u32, ignore_index: i32, smoothing: f32, scale: f32, blocks: u32, // blocks = ceil(vocab / 4)
}
@group(0) @binding(0) var<storage, read> logits: array<f32>; // [rows, vocab]
@group(0) @binding(1) var<storage, read> targets: array<i32>; // [rows]
@group(0) @binding(2) var<storage, read> lse: array<f32>; // [rows]
@group(0) @binding(3) var<storage, read> dloss: array<f32>; // [1] or [rows]
@group(0) @binding(4) var<storage, read> loss: array<f32>; // [loss, rows that count], from loss_mean
@group(0) @binding(5) var<storage, read_write> dlogits: array<f32>; // [rows, vocab]
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let block = (group.y * groups.x + group.x) * 64u + lane;
  let row = block / params.blocks;
  if (row >= params.rows) { return; }
  let goal = targets[row];
  var g = params.scale;
  if (DLOSS == 1) { g *= dloss[0]; }
  if (DLOSS == 2) { g *= dloss[row]; }
  if (MEAN) { g /= max(loss[1], 1.0); }
  if (goal == params.ignore_index) { g = 0.0; }
  let low = params.smoothing / f32(params.vocab);
  let row_lse = lse[row];
  let first = (block % params.blocks) * 4u;
  let last = min(first + 4u, params.vocab);
  for (var column = first; column < last; column++) {
    let i = row * params.vocab + column;
    var d = exp(logits[i] - row_lse) - low;
    if (column == u32(goal)) { d -= 1.0 - params.smoothing; }
    // An ignored row is 0 whatever its logits hold.
    dlogits[i] = select(d * g, 0.0, g == 0.0);
  }
}
