// out = [sum of losses (MEAN: divided by the rows that count), rows that count], in a fixed order.
// Constants: LANES (= the workgroup), ROWS = 1, MEAN. Grid: 1. No rows that count: mean is 0 / 0 in
// torch, 0 here. Reference: tests/kernels/cross_entropy.test.ts.
struct Params { rows: u32, ignore_index: i32 }
@group(0) @binding(0) var<storage, read> losses: array<f32>; // [rows]
@group(0) @binding(1) var<storage, read> targets: array<i32>; // [rows]
@group(0) @binding(2) var<storage, read_write> out: array<f32>; // [2]
@group(0) @binding(3) var<uniform> params: Params;

@compute @workgroup_size(LANES)
fn main(@builtin(local_invocation_index) lane: u32) {
  var sums = vec2f();
  for (var r = lane; r < params.rows; r += LANES) {
    let counts = targets[r] != params.ignore_index;
    sums += select(vec2f(), vec2f(losses[r], 1.0), counts);
  }
  sums = row_sum2(0u, lane, sums);
  if (lane == 0u) {
    out[0] = select(sums.x, sums.x / max(sums.y, 1.0), MEAN);
    out[1] = sums.y;
  }
}
