// Epilogue of a linear layer: out (+)= residual + activate(result + bias).
//   @binding(2) bias      [n]            when HAS_BIAS; else anything readable
//   @binding(3) residual  [batch, m, n]  when HAS_RESIDUAL; else anything readable
//   @binding(4) out       [batch, m, n]
// Constants: HAS_BIAS, HAS_RESIDUAL, ACTIVATION (lib/activation.wgsl), ACCUMULATE.
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> residual: array<f32>;
@group(0) @binding(4) var<storage, read_write> out: array<f32>;

fn store(batch: u32, row: u32, col: u32, result: f32) {
  if (row >= params.m || col >= params.n) { return; }
  let i = batch * params.out_batch + row * params.out_row + col;
  var value = result;
  if (HAS_BIAS) { value += bias[col]; }
  value = activate(ACTIVATION, value);
  if (HAS_RESIDUAL) { value += residual[i]; }
  if (ACCUMULATE) { value += out[i]; }
  out[i] = value;
}

fn store4(batch: u32, row: u32, col: u32, result: vec4f) {
  for (var j = 0u; j < 4u; j++) { store(batch, row, col + j, result[j]); }
}
