// matmul with few rows (decoding): every element of B is read once, so all that counts is to read
// it in order and with many lanes. A workgroup shares out k among its lanes, then adds their sums in
// a fixed order.
//   @binding(0) a  [batch, m, k], or [batch, k, m] transposed: strides in Params
//   @binding(1) b  [batch, k, n], or [batch, n, k] transposed
//   then the epilogue's bindings (lib/matmul_store*.wgsl)
// Constants: TRANS_B; ROWS: 1..8, at least m. COLS, SPLIT: columns and parts of k of a workgroup.
// Grid: ceil(n / COLS), 1, batch. Reference: matmul_plain.wgsl; tests/kernels/matmul.test.ts.
@group(0) @binding(0) var<storage, read> a: array<elem>;
@group(0) @binding(1) var<storage, read> b: array<elem>;

var<workgroup> partial: array<array<f32, ROWS>, COLS * SPLIT>;  // [part, col, row]

@compute @workgroup_size(COLS * SPLIT)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let batch = group.z;
  // Adjacent lanes read neighbors: along k where B is transposed, along n where it is not.
  let part = select(index / COLS, index % SPLIT, TRANS_B);
  let lane = select(index % COLS, index / SPLIT, TRANS_B);
  let col = group.x * COLS + lane;
  var sums: array<f32, ROWS>;
  if (col < params.n) {
    let a_start = batch * params.a_batch;
    let b_start = batch * params.b_batch + col * params.b_col;
    for (var i = part; i < params.k; i += SPLIT) {
      let factor = f32(b[b_start + i * params.b_row]);
      for (var row = 0u; row < ROWS; row++) {
        sums[row] += f32(a[a_start + row * params.a_row + i * params.a_col]) * factor;
      }
    }
  }
  partial[part * COLS + lane] = sums;
  workgroupBarrier();
  for (var i = index; i < COLS * ROWS; i += COLS * SPLIT) {
    let row = i / COLS;
    var sum = 0.0;
    for (var p = 0u; p < SPLIT; p++) { sum += partial[p * COLS + i % COLS][row]; }
    store(batch, row, group.x * COLS + i % COLS, sum);
  }
}
