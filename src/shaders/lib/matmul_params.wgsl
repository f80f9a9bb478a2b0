// What every matmul family is told: out[m, n] = A[m, k] · B[k, n], `batch` times.
// An element of A is a[batch * a_batch + row * a_row + inner * a_col]; so a transposed A only
// swaps two strides. B likewise: row is the inner index, col the column of out.
struct Params {
  m: u32,
  n: u32,
  k: u32,
  a_row: u32,
  a_col: u32,
  a_batch: u32,
  b_row: u32,
  b_col: u32,
  b_batch: u32,
  out_row: u32,
  out_batch: u32,
}

@group(0) @binding(PARAMS_BINDING) var<uniform> params: Params;
