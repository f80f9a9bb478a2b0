// Softmax cross-entropy on rows, fused with the softmax in both directions; the mean over rows.
import backwardCode from '../../shaders/cross_entropy_backward.wgsl';
import forwardCode from '../../shaders/cross_entropy_forward.wgsl';
import rowReduceLib from '../../shaders/lib/row_reduce.wgsl';
import meanCode from '../../shaders/loss_mean.wgsl';
import { f32, foldGrid, i32, type BufferView, type DispatchSink } from '../dispatch';
import { elementsOf, read, requireRoom, rowRanges, rowTile, write } from './shapes';

export interface CrossEntropyForward {
  /** [rows, vocab]. */
  readonly logits: BufferView;
  /** i32 [rows]. */
  readonly targets: BufferView;
  /** [rows]; 0 where the target is `ignoreIndex`. */
  readonly losses: BufferView;
  /** [rows], log-sum-exp. */
  readonly lse: BufferView;
  readonly rows: number;
  readonly vocab: number;
  readonly ignoreIndex: number;
  readonly smoothing: number;
}

export function crossEntropyForward(sink: DispatchSink, args: CrossEntropyForward): void {
  const { logits, targets, losses, lse, rows, vocab, ignoreIndex, smoothing } = args;
  requireRoom('cross_entropy_forward', {
    logits: [logits, rows * vocab],
    targets: [targets, rows],
    losses: [losses, rows],
    lse: [lse, rows],
  });
  const tile = rowTile(sink, vocab);
  for (const { first, size } of rowRanges(sink, rows, vocab)) {
    const ofRows = (view: BufferView, width = 1): BufferView =>
      elementsOf(view, first * width, size * width);
    sink.dispatch({
      label: 'cross_entropy_forward',
      shader: { name: 'cross_entropy_forward', code: forwardCode, lib: [rowReduceLib] },
      constants: tile,
      bindings: [
        read(ofRows(logits, vocab)),
        read(ofRows(targets)),
        write(ofRows(losses)),
        write(ofRows(lse)),
      ],
      params: [size, vocab, i32(ignoreIndex), f32(smoothing)],
      grid: foldGrid(Math.ceil(size / tile.ROWS)),
      flops: 5 * size * vocab,
      bytes: 4 * size * (vocab + 3),
    });
  }
}

export interface CrossEntropyBackward {
  readonly logits: BufferView;
  readonly targets: BufferView;
  readonly lse: BufferView;
  /** What lossMean wrote; divides the gradient by the rows that count where `reduction` is mean. */
  readonly loss?: BufferView | undefined;
  readonly reduction?: 'mean' | 'sum';
  /** Upstream gradient of the reduced loss, its first number; 1 where it is left out. */
  readonly dloss?: BufferView | undefined;
  /** [rows]: upstream gradient of each row's loss, in place of `dloss`. */
  readonly dlosses?: BufferView | undefined;
  /** Multiplies the gradient; 1 where it is left out. */
  readonly scale?: number;
  /** [rows, vocab]. */
  readonly dlogits: BufferView;
  readonly rows: number;
  readonly vocab: number;
  readonly ignoreIndex: number;
  readonly smoothing: number;
}

export function crossEntropyBackward(sink: DispatchSink, args: CrossEntropyBackward): void {
  const { logits, targets, lse, loss, dloss, dlosses, dlogits, rows, vocab, ignoreIndex } = args;
  const { smoothing, scale = 1, reduction = 'sum' } = args;
  requireRoom('cross_entropy_backward', {
    logits: [logits, rows * vocab],
    targets: [targets, rows],
    lse: [lse, rows],
    loss: [loss, 2],
    dloss: [dloss, 1],
    dlosses: [dlosses, rows],
    dlogits: [dlogits, rows * vocab],
  });
  const blocks = Math.ceil(vocab / 4);
  const oneForAll = dloss ? 1 : 0;
  const isMean = loss !== undefined && reduction === 'mean';
  for (const { first, size } of rowRanges(sink, rows, vocab)) {
    const ofRows = (view: BufferView, width = 1): BufferView =>
      elementsOf(view, first * width, size * width);
    const ofLse = ofRows(lse);
    sink.dispatch({
      label: 'cross_entropy_backward',
      shader: { name: 'cross_entropy_backward', code: backwardCode },
      constants: { DLOSS: dlosses ? 2 : oneForAll, MEAN: isMean },
      bindings: [
        read(ofRows(logits, vocab)),
        read(ofRows(targets)),
        read(ofLse),
        read(dlosses ? ofRows(dlosses) : (dloss ?? ofLse)),
        read(loss ?? ofLse),
        write(ofRows(dlogits, vocab)),
      ],
      params: [size, vocab, i32(ignoreIndex), f32(smoothing), f32(scale), blocks],
      grid: foldGrid(Math.ceil((size * blocks) / 64)),
      flops: 5 * size * vocab,
      bytes: 4 * size * (2 * vocab + 3),
    });
  }
}

export interface LossMean {
  /** [rows]. */
  readonly losses: BufferView;
  /** i32 [rows]. */
  readonly targets: BufferView;
  /** [loss, rows that count]. */
  readonly out: BufferView;
  readonly rows: number;
  readonly ignoreIndex: number;
  readonly reduction: 'mean' | 'sum';
}

export function lossMean(sink: DispatchSink, args: LossMean): void {
  const { losses, targets, out, rows, ignoreIndex, reduction } = args;
  requireRoom('loss_mean', { losses: [losses, rows], targets: [targets, rows], out: [out, 2] });
  const lanes = sink.limits.software ? 1 : 256;
  sink.dispatch({
    label: 'loss_mean',
    shader: { name: 'loss_mean', code: meanCode, lib: [rowReduceLib] },
    constants: { LANES: lanes, ROWS: 1, MEAN: reduction === 'mean' },
    bindings: [read(losses), read(targets), write(out)],
    params: [rows, i32(ignoreIndex)],
    grid: [1, 1, 1],
    flops: rows,
    bytes: 8 * rows,
  });
}
