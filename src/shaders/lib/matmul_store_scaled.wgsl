// Epilogue of a linear layer with packed weights: out = residual + activate(result · scale + bias).
//   @binding(4) bias      [n]     when HAS_BIAS; else anything readable
//   @binding(5) residual  [m, n]  when HAS_RESIDUAL; else anything readable
//   @binding(6) out       [m, n]
// Constants: HAS_BIAS, HAS_RESIDUAL, ACTIVATION (lib/activation.wgsl).
@group(0) @binding(4) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read> residual: array<f32>;
@group(0) @binding(6) var<storage, read_write> out: array<f32>;

fn finish(row: u32, col: u32, scaled: f32) {
  if (row >= params.m || col >= params.n) { return; }
  let i = row * params.n + col;
  var value = scaled;
  if (HAS_BIAS) { value += bias[col]; }
  value = activate(ACTIVATION, value);
  if (HAS_RESIDUAL) { value += residual[i]; }
  out[i] = value;
}

fn store(batch: u32, row: u32, col: u32, result: f32) {
  finish(row, col, result * row_scale(min(col, params.n - 1u)));
}

fn store4(batch: u32, row: u32, col: u32, result: vec4f) {
  for (var j = 0u; j < 4u; j++) { store(batch, row, col + j, result[j]); }
}
