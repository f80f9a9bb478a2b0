// Sum of each column over a block of rows: the gradient of a bias, or of anything broadcast.
//   @binding(0) inp  [rows, width]
//   @binding(1) out  [splits, width], written from first_split on; one split is the whole sum
//   @binding(2) params
// Grid: [ceil(width / 64), splits]. Rows are added in order, so results repeat to the bit.
// Reference: tests/kernels/column_sum.test.ts.
struct Params { rows: u32, width: u32, rows_per_split: u32, first_split: u32 }

@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let column = id.x;
  if (column >= params.width) { return; }
  let first = id.y * params.rows_per_split;
  let end = min(first + params.rows_per_split, params.rows);
  var sum = 0.0;
  for (var row = first; row < end; row++) {
    sum += inp[row * params.width + column];
  }
  out[(params.first_split + id.y) * params.width + column] = sum;
}
