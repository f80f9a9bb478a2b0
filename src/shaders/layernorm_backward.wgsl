// With x = (inp - mean) * rstd and g = dout * weight, over each row:
//   dinp = rstd * (g - mean(g) - x * mean(g * x)) (+ dresidual)
// and, over the rows of this workgroup, partial sums of dweight = dout * x and dbias = dout.
// Constants: LANES, ROWS (lib/row_reduce), GROUP_ROWS (rows a workgroup), WEIGHT, RESIDUAL,
// PARTIALS; the binding of what is left out holds any other buffer.
// Grid: ceil(rows / GROUP_ROWS), folded. Reference: tests/kernels/layernorm.test.ts.
struct Params { rows: u32, width: u32 }
@group(0) @binding(0) var<storage, read> dout: array<f32>; // [rows, width]
@group(0) @binding(1) var<storage, read> inp: array<f32>; // [rows, width]
@group(0) @binding(2) var<storage, read> weight: array<f32>; // [width]
@group(0) @binding(3) var<storage, read> mean: array<f32>; // [rows]
@group(0) @binding(4) var<storage, read> rstd: array<f32>; // [rows]
@group(0) @binding(5) var<storage, read> dresidual: array<f32>; // [rows, width]
@group(0) @binding(6) var<storage, read_write> dinp: array<f32>; // [rows, width]
@group(0) @binding(7) var<storage, read_write> partials: array<f32>; // [groups, 2, width]
@group(0) @binding(8) var<uniform> params: Params;

struct RowFacts { mean: f32, rstd: f32, mean_g: f32, mean_gx: f32 }
var<workgroup> facts: array<RowFacts, GROUP_ROWS>;

fn weight_at(column: u32) -> f32 {
  if (WEIGHT) { return weight[column]; }
  return 1.0;
}

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let slot = local_index / LANES;
  let group_index = group.y * groups.x + group.x;
  let first_row = group_index * GROUP_ROWS;
  if (first_row >= params.rows) { return; }
  let row_count = min(u32(GROUP_ROWS), params.rows - first_row);
  let width = params.width;

  for (var base = 0u; base < row_count; base += ROWS) {
    let r = base + slot;
    // A row beyond the last is computed as the last again: every invocation must meet the barriers.
    let row = min(first_row + r, params.rows - 1u);
    let row_mean = mean[row];
    let row_rstd = rstd[row];
    var sums = vec2f();
    for (var c = lane; c < width; c += LANES) {
      let g = dout[row * width + c] * weight_at(c);
      sums += vec2f(g, g * (inp[row * width + c] - row_mean) * row_rstd);
    }
    let means = row_sum2(slot, lane, sums) / f32(width);
    if (lane == 0u && r < row_count) { facts[r] = RowFacts(row_mean, row_rstd, means.x, means.y); }
  }
  workgroupBarrier();

  for (var c = local_index; c < width; c += LANES * ROWS) {
    let w = weight_at(c);
    var dweight = 0.0;
    var dbias = 0.0;
    for (var r = 0u; r < row_count; r++) {
      let row = facts[r];
      let i = (first_row + r) * width + c;
      let d = dout[i];
      let x = (inp[i] - row.mean) * row.rstd;
      var dx = row.rstd * (d * w - row.mean_g - x * row.mean_gx);
      if (RESIDUAL) { dx += dresidual[i]; }
      dinp[i] = dx;
      dweight += d * x;
      dbias += d;
    }
    if (PARTIALS) {
      partials[group_index * 2u * width + c] = dweight;
      partials[(group_index * 2u + 1u) * width + c] = dbias;
    }
  }
}
