// Sum or maximum of each row, LANES invocations a row; a long row is cut in `splits` pieces.
//   @binding(0) inp [rows, width]   @binding(1) out [rows, splits]   @binding(2) params
// Constants: MAX (else sum), LANES (power of two), ROWS: pieces a workgroup.
// Grid: ceil(rows * splits / ROWS), folded. Reference: tests/kernels/reduce.test.ts.
struct Params { rows: u32, width: u32, per_split: u32, splits: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> inp: array<f32>;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;
@group(0) @binding(2) var<uniform> params: Params;

var<workgroup> values: array<f32, LANES * ROWS>;

fn combine(a: f32, b: f32) -> f32 {
  if (MAX) { return binary(BINARY_MAX, a, b); }
  return a + b;
}

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let piece = (group.y * groups.x + group.x) * ROWS + local_index / LANES;
  let is_real = piece < params.rows * params.splits;
  let start = select(0u, piece / params.splits * params.width, is_real);
  let first = start + piece % params.splits * params.per_split;
  // Beyond the last piece there is nothing to do, but every invocation must meet the barriers.
  let end = select(first, min(first + params.per_split, start + params.width), is_real);

  // A lane without values holds what changes nothing: 0, or a value that another lane has too.
  var value = 0.0;
  if (MAX) { value = inp[select(0u, first, is_real)]; }
  for (var i = first + lane; i < end; i += LANES) { value = combine(value, inp[i]); }
  if (LANES > 1) {
    values[local_index] = value;
    workgroupBarrier();
    for (var reach = u32(LANES) / 2u; reach > 0u; reach /= 2u) {
      if (lane < reach) {
        values[local_index] = combine(values[local_index], values[local_index + reach]);
      }
      workgroupBarrier();
    }
    value = values[local_index];
  }
  if (lane == 0u && is_real) { out[piece] = value * params.factor; }
}
