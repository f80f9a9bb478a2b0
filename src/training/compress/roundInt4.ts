// A weight rounded to INT4 in symmetric groups along its inputs, as the packed form rounds it (min-max),
// but kept as floats: for looking at what rounding costs without making the packed form.

const LEVELS = 7;

/** `outputsFirst`: [out, in], else [in, out]. */
export function roundedInt4(
  weight: Float32Array,
  [first, second]: readonly [number, number],
  outputsFirst: boolean,
  group = 32,
): Float32Array<ArrayBuffer> {
  const [rows, cols] = outputsFirst ? [first, second] : [second, first];
  const [rowStride, colStride] = outputsFirst ? [second, 1] : [1, second];
  const out = new Float32Array(weight.length);
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < cols; from += group) {
      const order = Array.from(
        { length: Math.min(group, cols - from) },
        (_, i) => row * rowStride + (from + i) * colStride,
      );
      const greatest = order.reduce((most, at) => Math.max(most, Math.abs(weight[at]!)), 0);
      const scale = greatest / LEVELS || 1;
      for (const at of order) out[at] = Math.round(weight[at]! / scale) * scale;
    }
  }
  return out;
}
