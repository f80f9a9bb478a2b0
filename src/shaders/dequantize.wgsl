// Packed weights back to floats: all rows in order, or those that `ids` names (an embedding).
// One invocation makes four columns of a row.
//   @binding(1) b, @binding(2) scales, @binding(3) zeros: lib/dequantize_*.wgsl
// Constants: GATHER, and those of the lib. Grid: ceil(rows * ceil(cols / 4) / 64), folded.
// Reference: tests/kernels/quantize.test.ts.
struct Params {
  rows: u32,      // of out
  cols: u32,
  stored: u32,    // rows of the weight: an id beyond them gives zeros
  line: u32,      // elements from one stored row to the next
  row_step: u32,  // element (row, col) of out lies at row * row_step + col * col_step
  col_step: u32,
}
@group(0) @binding(0) var<storage, read> ids: array<u32>; // [rows] when GATHER; else anything
@group(0) @binding(4) var<storage, read_write> out: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (workgroup.y * workgroups.x + workgroup.x) * 64u + lane;
  let quads = (params.cols + 3u) / 4u;
  let row = i / quads;
  if (row >= params.rows) { return; }
  let col = (i % quads) * 4u;
  var stored = row;
  if (GATHER) { stored = ids[row]; }
  var four = vec4f();
  if (stored < params.stored) { four = load_b(stored * params.line + col) * row_scale(stored); }
  for (var j = 0u; j < min(4u, params.cols - col); j++) {
    out[row * params.row_step + (col + j) * params.col_step] = four[j];
  }
}
