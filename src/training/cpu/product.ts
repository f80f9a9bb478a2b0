// Matrix products on the CPU: y = base + activation(op(a) · op(b) + bias). Numbers are float32, sums
// of a row by a row are float64: engines multiply those as fast. Four columns, or four terms, at a
// time, so that each number that is read is used more than once.
import type { ActivationKind } from '../../gpu/kernels/matmul/matmul';
import type { MatmulShape } from '../../gpu/kernels/matmul/matmulVariants';
import { activationOf } from './activations';

export interface CpuProduct {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly out: Float32Array;
  readonly shape: MatmulShape;
  /** [n] */
  readonly bias?: Float32Array | undefined;
  /** Like `out`; added after the activation. */
  readonly base?: Float32Array | undefined;
  readonly activation: ActivationKind;
}

export function product({ a, b, out, shape, bias, base, activation }: CpuProduct): void {
  const { m, n, k, transA, transB, batch, strideA, strideB, strideOut } = shape;
  const multiply = transB ? byRows : byColumns;
  for (let plane = 0; plane < batch; plane++) {
    const own = a.subarray(plane * strideA, plane * strideA + m * k);
    const rows = transA ? transposed(own, k, m) : own; // [m, k]
    const other = b.subarray(plane * strideB, plane * strideB + k * n);
    const result = out.subarray(plane * strideOut, plane * strideOut + m * n);
    for (let row = 0; row < m; row++) {
      multiply(rows.subarray(row * k, (row + 1) * k), other, result.subarray(row * n), n);
    }
  }
  if (bias) for (let i = 0; i < out.length; i++) out[i]! += bias[i % n]!;
  if (activation !== 'none') {
    const apply = activationOf(activation);
    for (let i = 0; i < out.length; i++) out[i] = apply(out[i]!);
  }
  if (base) for (let i = 0; i < out.length; i++) out[i]! += base[i]!;
}

/** [rows, cols] → [cols, rows]. */
function transposed(from: Float32Array, rows: number, cols: number): Float32Array {
  const to = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) to[col * rows + row] = from[row * cols + col]!;
  }
  return to;
}

/** a [k] · b [n, k]ᵀ: what is multiplied lies side by side. */
function byRows(a: Float32Array, b: Float32Array, out: Float32Array, n: number): void {
  const k = a.length;
  const whole = n - (n % 4);
  for (let col = 0; col < whole; col += 4) {
    const at0 = col * k;
    const at1 = at0 + k;
    const at2 = at1 + k;
    const at3 = at2 + k;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < k; i++) {
      const x = a[i]!;
      sum0 += x * b[at0 + i]!;
      sum1 += x * b[at1 + i]!;
      sum2 += x * b[at2 + i]!;
      sum3 += x * b[at3 + i]!;
    }
    out[col] = sum0;
    out[col + 1] = sum1;
    out[col + 2] = sum2;
    out[col + 3] = sum3;
  }
  for (let col = whole; col < n; col++) {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += a[i]! * b[col * k + i]!;
    out[col] = sum;
  }
}

/** a [k] · b [k, n]: four lines of b are added to the row at once. */
function byColumns(a: Float32Array, b: Float32Array, out: Float32Array, n: number): void {
  const k = a.length;
  const whole = k - (k % 4);
  out.fill(0, 0, n);
  for (let i = 0; i < whole; i += 4) {
    const x0 = a[i]!;
    const x1 = a[i + 1]!;
    const x2 = a[i + 2]!;
    const x3 = a[i + 3]!;
    const at0 = i * n;
    const at1 = at0 + n;
    const at2 = at1 + n;
    const at3 = at2 + n;
    for (let col = 0; col < n; col++) {
      out[col]! +=
        x0 * b[at0 + col]! + x1 * b[at1 + col]! + x2 * b[at2 + col]! + x3 * b[at3 + col]!;
    }
  }
  for (let i = whole; i < k; i++) {
    const x = a[i]!;
    for (let col = 0; col < n; col++) out[col]! += x * b[i * n + col]!;
  }
}
