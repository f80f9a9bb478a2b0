// dstudent = (softmax(student / T) - p) / T * dlosses[r], p as in distillation_forward: Kullback-Leibler
// and cross-entropy have the same gradient, as p is given.
// Constants: LANES, ROWS, TOP_K. Grid: ceil(rows / ROWS), folded. Reference: tests/kernels/distillation.test.ts.
struct Params { rows: u32, vocab: u32, cooling: f32 } // cooling = 1 / T
@group(0) @binding(0) var<storage, read> student: array<f32>; // [rows, vocab]
@group(0) @binding(1) var<storage, read> teacher: array<f32>; // [rows, vocab or TOP_K]
@group(0) @binding(2) var<storage, read> ids: array<u32>; // [rows, TOP_K]
@group(0) @binding(3) var<storage, read> lse: array<vec2f>; // [rows]: student, teacher
@group(0) @binding(4) var<storage, read> dlosses: array<f32>; // [rows]
@group(0) @binding(5) var<storage, read_write> dstudent: array<f32>; // [rows, vocab]
@group(0) @binding(6) var<uniform> params: Params;

@compute @workgroup_size(LANES * ROWS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local_index: u32) {
  let lane = local_index % LANES;
  let row = (group.y * groups.x + group.x) * ROWS + local_index / LANES;
  let is_row = row < params.rows;
  let vocab = select(0u, params.vocab, is_row);
  let start = row * params.vocab;
  let at = min(row, params.rows - 1u);
  let g = dlosses[at] * params.cooling;
  let row_lse = lse[at];
  for (var i = lane; i < vocab; i += LANES) {
    var d = exp(student[start + i] * params.cooling - row_lse.x);
    if (TOP_K == 0) { d -= exp(teacher[start + i] * params.cooling - row_lse.y); }
    dstudent[start + i] = d * g;
  }
  if (TOP_K > 0) {
    // Another invocation of the row may have written the column.
    storageBarrier();
    for (var i = lane; i < select(0u, u32(TOP_K), is_row); i += LANES) {
      let k = row * u32(TOP_K) + i;
      let column = start + min(ids[k], params.vocab - 1u);
      dstudent[column] -= exp(teacher[k] * params.cooling - row_lse.y) * g;
    }
  }
}
