// What the one-sided Jacobi method turns: row i is the i-th vector of w, behind it row i of the
// identity. Vectors are w's rows, or its columns where COLUMNS.
// Constant: COLUMNS. Grid: ceil(count * (length + count) / 64), folded.
// Reference: tests/kernels/svd.test.ts.
struct Params { count: u32, length: u32 }
@group(0) @binding(0) var<storage, read> w: array<f32>; // [count, length], or [length, count]
@group(0) @binding(1) var<storage, read_write> vectors: array<f32>; // [count, length + count]
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  let width = params.length + params.count;
  if (i >= params.count * width) { return; }
  let row = i / width;
  let column = i % width;
  if (column >= params.length) {
    vectors[i] = select(0.0, 1.0, column - params.length == row);
  } else {
    vectors[i] = w[select(row * params.length + column, column * params.count + row, COLUMNS)];
  }
}
