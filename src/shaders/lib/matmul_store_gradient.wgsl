// Epilogue of the gradient that flows through an activation: out (+)= result · f'(preactivation).
//   @binding(2) preactivation  [batch, m, n]  as the forward pass stored it
//   @binding(3) out            [batch, m, n]
// Constants: ACTIVATION (lib/activation.wgsl), ACCUMULATE.
@group(0) @binding(2) var<storage, read> preactivation: array<f32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

fn store(batch: u32, row: u32, col: u32, result: f32) {
  if (row >= params.m || col >= params.n) { return; }
  let i = batch * params.out_batch + row * params.out_row + col;
  let value = result * d_activate(ACTIVATION, preactivation[i]);
  if (ACCUMULATE) {
    out[i] += value;
  } else {
    out[i] = value;
  }
}

fn store4(batch: u32, row: u32, col: u32, result: vec4f) {
  for (var j = 0u; j < 4u; j++) { store(batch, row, col + j, result[j]); }
}
