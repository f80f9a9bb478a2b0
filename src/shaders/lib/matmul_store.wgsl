// Epilogue of a matmul that has none: out = result, or out += result.
//   @binding(2) out  [batch, m, n]
// Constants: ACCUMULATE.
@group(0) @binding(2) var<storage, read_write> out: array<f32>;

fn store(batch: u32, row: u32, col: u32, result: f32) {
  if (row >= params.m || col >= params.n) { return; }
  let i = batch * params.out_batch + row * params.out_row + col;
  if (ACCUMULATE) {
    out[i] += result;
  } else {
    out[i] = result;
  }
}

fn store4(batch: u32, row: u32, col: u32, result: vec4f) {
  for (var j = 0u; j < 4u; j++) { store(batch, row, col + j, result[j]); }
}
