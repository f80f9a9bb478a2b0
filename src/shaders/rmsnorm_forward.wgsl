// s = inp (+ delta); out = s / sqrt(mean(s^2) + eps) * weight. Zhang and Sennrich 2019.
// Constants: LANES, ROWS (lib/row_reduce), RESIDUAL, WEIGHT; the binding of what is
// left out holds any other buffer. Grid: ceil(rows / ROWS), folded.
// Reference: tests/kernels/layernorm.test.ts.
struct Params { rows: u32, width: u32, eps: f32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>; // [rows, width]
@group(0) @binding(1) var<storage, read> delta: array<f32>; // [rows, width]
@group(0) @binding(2) var<storage, read> weight: array<f32>; // [width]
@group(0) @binding(3) var<storage, read_write> sum: array<f32>; // [rows, width], s
@group(0) @binding(4) var<storage, read_write> out: array<f32>; // [rows, width]
@group(0) @binding(5) var<storage, read_write> rstd: array<f32>; // [rows]
@group(0) @binding(6) var<uniform> params: Params;

fn load(i: u32) -> f32 {
  if (RESIDUAL) { return inp[i] + delta[i]; }
  return inp[i];
}

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let row = (group.y * groups.x + group.x) * ROWS + slot;
  let start = row * params.width;
  // Beyond the last row there is nothing to do, but every invocation must meet the barriers.
  let end = select(start, start + params.width, row < params.rows);

  var squares = 0.0;
  for (var i = start + lane; i < end; i += LANES) {
    let s = load(i);
    squares += s * s;
  }
  let row_rstd = 1.0 / sqrt(row_sum(slot, lane, squares) / f32(params.width) + params.eps);

  for (var i = start + lane; i < end; i += LANES) {
    let s = load(i);
    if (RESIDUAL) { sum[i] = s; }
    var y = s * row_rstd;
    if (WEIGHT) { y *= weight[i - start]; }
    out[i] = y;
  }
  if (lane == 0u && row < params.rows) { rstd[row] = row_rstd; }
}
