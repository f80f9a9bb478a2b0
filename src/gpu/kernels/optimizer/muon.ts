// Muon (Keller Jordan, 2024) for one matrix: momentum, made orthogonal by five steps of Newton-Schulz.
// The other parameters of the model go to AdamW with `learningRateScale`.
import combineCode from '../../../shaders/muon_combine.wgsl';
import momentumCode from '../../../shaders/muon_momentum.wgsl';
import updateCode from '../../../shaders/muon_update.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { gradNorm } from './gradNorm';
import { matmul } from '../matmul/matmul';
import { optimizerConstants } from './optimizer';
import { read, readWrite, requireRoom, write } from '../shapes';

export interface Muon {
  /** [rows, columns]. */
  readonly params: BufferView;
  readonly grads: BufferView;
  readonly momentumBuffer: BufferView;
  readonly rows: number;
  readonly columns: number;
  /** sqrt(max(1, outputs / inputs)) of the layer; which side is which depends on its layout. */
  readonly updateScale: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly steps?: number;
  readonly step: BufferView;
  readonly norm: BufferView;
  readonly learningRateScale?: number;
}

const [A, B, C] = [3.4445, -4.775, 2.0315];

export function muon(sink: DispatchSink, args: Muon): void {
  const { params, grads, momentumBuffer, rows, columns, updateScale, momentum } = args;
  const { weightDecay, steps = 5, step, norm, learningRateScale = 1 } = args;
  const size = rows * columns;
  requireRoom('muon', {
    params: [params, size],
    grads: [grads, size],
    momentumBuffer: [momentumBuffer, size],
  });
  const padded = Math.ceil(size / 4) * 4;
  const direction = sink.scratch('muon_direction', padded * 4);
  const grid = foldGrid(Math.ceil(size / 64));
  sink.dispatch({
    label: 'muon_momentum',
    shader: { name: 'muon_momentum', code: momentumCode },
    constants: optimizerConstants,
    bindings: [read(grads), read(norm), readWrite(momentumBuffer), write(direction)],
    params: [size, f32(momentum), f32(1 - momentum)],
    grid: foldGrid(Math.ceil(padded / 64)),
    flops: 6 * size,
    bytes: 16 * size,
  });
  const orthogonal = newtonSchulz(sink, direction, rows, columns, steps);
  sink.dispatch({
    label: 'muon_update',
    shader: { name: 'muon_update', code: updateCode },
    constants: optimizerConstants,
    bindings: [read(orthogonal), read(step), read(norm), readWrite(params)],
    params: [size, f32(learningRateScale), f32(weightDecay), f32(updateScale)],
    grid,
    flops: 4 * size,
    bytes: 12 * size,
  });
}

/** out = alpha · x + beta · y. */
function combine(
  sink: DispatchSink,
  x: BufferView,
  y: BufferView,
  out: BufferView,
  size: number,
  how: { alpha: number; beta: number } | 'divide by norm',
): void {
  const { alpha, beta } = how === 'divide by norm' ? { alpha: 1, beta: 0 } : how;
  sink.dispatch({
    label: 'muon_combine',
    shader: { name: 'muon_combine', code: combineCode },
    constants: { NORM_OF: how === 'divide by norm' },
    bindings: [read(x), read(y), write(out)],
    params: [size, f32(alpha), f32(beta)],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 3 * size,
    bytes: 12 * size,
  });
}

/**
 * X ← aX + (bS + cS²) X with S = X Xᵀ. A tall matrix would be transposed first; instead S = Xᵀ X is
 * multiplied from the right, which is the same because S and its polynomials are symmetric.
 */
function newtonSchulz(
  sink: DispatchSink,
  direction: BufferView,
  rows: number,
  columns: number,
  steps: number,
): BufferView {
  const size = rows * columns;
  const least = Math.min(rows, columns);
  const isTall = rows > columns;
  const scratch = (label: string, count: number) => sink.scratch(label, count * 4);
  const length = scratch('muon_length', 4);
  gradNorm(sink, { grads: direction, out: length, sizeElements: size, maxNorm: 0 });
  let x = scratch('muon_x', size);
  combine(sink, direction, length, x, size, 'divide by norm');
  const one = { batch: 1, strideA: 0, strideB: 0, strideOut: 0 };
  for (let i = 0; i < steps; i++) {
    const s = scratch('muon_s', least * least);
    const square = scratch('muon_s2', least * least);
    const polynomial = scratch('muon_polynomial', least * least);
    const product = scratch('muon_product', size);
    const next = scratch('muon_x', size);
    const gram = { m: least, n: least, k: isTall ? rows : columns, ...one };
    matmul(sink, {
      a: x,
      b: x,
      out: s,
      shape: { ...gram, transA: isTall, transB: !isTall },
      label: 'muon_gram',
    });
    const inner = { m: least, n: least, k: least, ...one, transA: false, transB: false };
    matmul(sink, { a: s, b: s, out: square, shape: inner, label: 'muon_square' });
    combine(sink, s, square, polynomial, least * least, { alpha: B, beta: C });
    const outer = { m: rows, n: columns, k: least, ...one, transA: false, transB: false };
    const [a, b] = isTall ? [x, polynomial] : [polynomial, x];
    matmul(sink, { a, b, out: product, shape: outer, label: 'muon_product' });
    combine(sink, x, product, next, size, { alpha: A, beta: 1 });
    x = next;
  }
  return x;
}
