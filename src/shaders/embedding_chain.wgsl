// link[row] = the next row with the same id (rows: none), plus FIRST where no earlier row has it.
// So each id's rows are a chain that one lane can walk in order: a scatter without float atomics.
// Grid: ceil(rows / 64). Reference: tests/kernels/embedding.test.ts.
struct Params { rows: u32 }
@group(0) @binding(0) var<storage, read> ids: array<u32>; // [rows]
@group(0) @binding(1) var<storage, read_write> link: array<u32>; // [rows]
@group(0) @binding(2) var<uniform> params: Params;

const FIRST = 0x80000000u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) global: vec3u) {
  let row = global.x;
  let id = ids[min(row, params.rows - 1u)];
  var next = params.rows;
  var first = FIRST;
  // Every lane looks at the same row, so the loads are uniform; O(rows^2) compares.
  for (var other = 0u; other < params.rows; other++) {
    let same = ids[other] == id;
    first = select(first, 0u, same && other < row);
    next = select(next, min(next, other), same && other > row);
  }
  if (row < params.rows) { link[row] = next | first; }
}
