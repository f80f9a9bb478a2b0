// The norm of all gradients together, what clipping multiplies them by, and whether all are finite.
import finishCode from '../../../shaders/grad_norm_finish.wgsl';
import code from '../../../shaders/grad_norm.wgsl';
import rowReduceLib from '../../../shaders/lib/row_reduce.wgsl';
import { f32, type BufferView, type DispatchSink } from '../../dispatch';
import { chunksOf, read, requireRoom, write } from '../shapes';
import { STEP_LAYOUT } from './stepBuffer';

/** Positions of the 4-byte members of gradNorm's output. */
export const GRAD_NORM_LAYOUT = {
  /** f32, of the gradients before clipping, loss scale taken out. */
  norm: 0,
  /** f32: what the optimizer multiplies each gradient by; takes the loss scale out too. */
  clipScale: 1,
  /** u32: 1 where a gradient is not finite; optimizers then leave everything as it is. */
  nonFinite: 2,
  /** u32: index of the first such element (to within 4), or 0xffffffff. */
  firstNonFinite: 3,
} as const;

export const GRAD_NORM_SIZE_BYTES = 16;
const MAX_GROUPS = 256;

export interface GradNorm {
  /** One flat arena; its view holds a multiple of 4 elements, zeros beyond the last. */
  readonly grads: BufferView;
  /** GRAD_NORM_LAYOUT. */
  readonly out: BufferView;
  readonly sizeElements: number;
  /** 0 turns clipping off. */
  readonly maxNorm: number;
  /** Step buffer, where gradients arrive multiplied by its loss scale. */
  readonly step?: BufferView | undefined;
}

export function gradNorm(sink: DispatchSink, args: GradNorm): void {
  const { grads, out, sizeElements, maxNorm, step } = args;
  const padded = Math.ceil(sizeElements / 4) * 4;
  requireRoom('grad_norm', { grads: [grads, padded], out: [out, 4] });
  const chunks = chunksOf(sink, [grads], padded);
  const lanes = sink.limits.software ? 1 : 256;
  const perGroup = Math.max(64, Math.ceil(padded / 4 / MAX_GROUPS));
  const groupsOf = (size: number) => Math.ceil(size / 4 / perGroup);
  const groups = chunks.reduce((sum, { size }) => sum + groupsOf(size), 0);
  const partials = sink.scratch('grad_norm_partials', groups * 8);
  let firstGroup = 0;
  for (const { views, first, size } of chunks) {
    const [slice] = views;
    sink.dispatch({
      label: 'grad_norm',
      shader: { name: 'grad_norm', code, lib: [rowReduceLib] },
      constants: { LANES: lanes, ROWS: 1 },
      // The second chunk must keep what the first wrote.
      bindings: [
        read(slice),
        { view: partials, access: firstGroup === 0 ? 'write' : 'read_write' },
      ],
      params: [size / 4, perGroup, firstGroup, first],
      grid: [groupsOf(size), 1, 1],
      flops: 2 * size,
      bytes: 4 * size,
    });
    firstGroup += groupsOf(size);
  }
  sink.dispatch({
    label: 'grad_norm_finish',
    shader: { name: 'grad_norm_finish', code: finishCode, lib: [rowReduceLib] },
    constants: {
      LANES: lanes,
      ROWS: 1,
      LOSS_SCALE: step !== undefined,
      STEP_LOSS_SCALE: STEP_LAYOUT.lossScale,
    },
    bindings: [read(partials), read(step ?? partials), write(out)],
    params: [groups, f32(maxNorm)],
    grid: [1, 1, 1],
    flops: groups,
    bytes: 8 * groups,
  });
}
