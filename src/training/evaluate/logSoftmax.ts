// From logits to log-probabilities, in float64.

/** log softmax of one row [V] into `out`; gives the likeliest token. */
export function logSoftmaxRow(logits: Float32Array, from: number, out: Float64Array): number {
  let top = 0;
  for (let i = 1; i < out.length; i++) if (logits[from + i]! > logits[from + top]!) top = i;
  const greatest = logits[from + top]!;
  let sum = 0;
  for (let i = 0; i < out.length; i++) sum += Math.exp(logits[from + i]! - greatest);
  const total = greatest + Math.log(sum);
  for (let i = 0; i < out.length; i++) out[i] = logits[from + i]! - total;
  return top;
}
