// Softmax and log-softmax over the last dimension, the row's greatest value taken off first: no
// exponential overflows. Gradients need only the result: y (dy − Σ dy·y), and dy − e^y Σ dy.
import { ShapeError } from '../../gpu/errors';
import type { BufferView } from '../../gpu/dispatch';
import { binary, unaryForward, type BinaryKind } from '../../gpu/kernels/elementwise';
import { reduce } from '../../gpu/kernels/reduce';
import {
  applyOne,
  describeShape,
  namesOf,
  sizeOf,
  type Lowering,
  type Op,
  type Tensor,
} from '../tensor';
import { mul, sub } from './binary';
import { sum } from './reduce';
import { exp } from './unary';

const rowSum = (x: Tensor): Tensor => sum(x, { axes: [-1], keepDims: true });

const softmaxOp: Op<{ x: Tensor }, { readonly log: boolean }> = {
  name: 'softmax',
  outputs({ x }) {
    if (x.shape.length === 0)
      throw new ShapeError({
        op: 'softmax',
        node: namesOf(x),
        expected: 'rows, at least one dimension',
        got: describeShape(x.shape),
        remedy: 'Reshape the number to [1].',
      });
    return [{ shape: x.shape, kind: x.kind === 'logits' ? 'logits' : 'activations' }];
  },
  lower({ inputs: { x }, attrs: { log }, outputs }, context) {
    softmaxRows(context, context.view(x), context.view(outputs[0]!), x.shape, log);
  },
  gradient({ attrs: { log }, outputs }, [dy]) {
    if (!dy) return {};
    const y = outputs[0]!;
    return { x: log ? sub(dy, mul(exp(y), rowSum(dy))) : mul(y, sub(dy, rowSum(mul(dy, y)))) };
  },
};

function softmaxRows(
  { sink }: Lowering,
  inp: BufferView,
  out: BufferView,
  dims: readonly number[],
  log: boolean,
): void {
  const width = dims.at(-1)!;
  const size = sizeOf(dims);
  const rows = size / width;
  const scratch = (label: string, count: number) => sink.scratch(`softmax_${label}`, count * 4);
  const shapes = { shapeA: [rows, width], shapeB: [rows, 1], shapeOut: [rows, width] };
  const withRow = (kind: BinaryKind, a: BufferView, b: BufferView, result: BufferView): void =>
    binary(sink, { kind, a, b, out: result, ...shapes });
  const overRow = (kind: 'sum' | 'max', from: BufferView, result: BufferView): void =>
    reduce(sink, { kind, inp: from, out: result, shape: [rows, width], axes: [1] });

  const [greatest, total] = [scratch('max', rows), scratch('sum', rows)];
  const [shifted, powers] = [scratch('shifted', size), scratch('powers', size)];
  overRow('max', inp, greatest);
  withRow('sub', inp, greatest, shifted);
  unaryForward(sink, { kind: 'exp', inp: shifted, out: powers, size });
  overRow('sum', powers, total);
  if (!log) {
    withRow('div', powers, total, out);
    return;
  }
  const logTotal = scratch('log_sum', rows);
  unaryForward(sink, { kind: 'log', inp: total, out: logTotal, size: rows });
  withRow('sub', shifted, logTotal, out);
}

/** e^x / Σ e^x over the last dimension. */
export const softmax = (x: Tensor): Tensor => applyOne(softmaxOp, { x }, { log: false }, 'softmax');

/** x − log Σ e^x over the last dimension. */
export const logSoftmax = (x: Tensor): Tensor =>
  applyOne(softmaxOp, { x }, { log: true }, 'log_softmax');
