// out[b, c, r] = inp[b, r, c], as 32 bits of any type. A tile goes through workgroup memory, so that
// both the reads and the writes of neighbors are neighbors.
//   @binding(0) inp [batch, rows, cols]   @binding(1) out [batch, cols, rows]   @binding(2) params
// Grid: [ceil(cols / 16), ceil(rows / 16), batch]. Reference: tests/kernels/permute.test.ts.
struct Params { rows: u32, cols: u32 }
@group(0) @binding(0) var<storage, read> inp: array<u32>;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;
@group(0) @binding(2) var<uniform> params: Params;

// One column more than is used: no two rows start in the same memory bank.
var<workgroup> tile: array<array<u32, 17>, 16>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local_index: u32) {
  let x = local_index % 16u;
  let y = local_index / 16u;
  let plane = group.z * params.rows * params.cols;
  let row = group.y * 16u + y;
  let col = group.x * 16u + x;
  if (row < params.rows && col < params.cols) {
    tile[y][x] = inp[plane + row * params.cols + col];
  }
  workgroupBarrier();
  let out_row = group.x * 16u + y;
  let out_col = group.y * 16u + x;
  if (out_row < params.cols && out_col < params.rows) {
    out[plane + out_row * params.rows + out_col] = tile[x][y];
  }
}
