// Adafactor for one matrix (a vector is a matrix of one row): second moments kept as row and column
// means only, so the state of [n, m] is n + m numbers.
import momentsCode from '../../../shaders/adafactor_moments.wgsl';
import partialsCode from '../../../shaders/adafactor_partials.wgsl';
import updateCode from '../../../shaders/adafactor_update.wgsl';
import rowReduceLib from '../../../shaders/lib/row_reduce.wgsl';
import { f32, type BufferView, type DispatchSink } from '../../dispatch';
import { optimizerConstants } from './optimizer';
import { read, readWrite, requireRoom, write } from '../shapes';

export interface Adafactor {
  /** [rows, columns]. */
  readonly params: BufferView;
  readonly grads: BufferView;
  /** [rows + columns], zeros at the start. */
  readonly moments: BufferView;
  readonly rows: number;
  readonly columns: number;
  readonly weightDecay: number;
  /** Steps are relative to the size of the parameters (the paper's alpha). */
  readonly relativeStep: boolean;
  /** eps1 (added to g²) and eps2 (least size of the parameters). */
  readonly eps?: readonly [number, number];
  readonly clipThreshold?: number;
  /** beta2 of step t is 1 − t^decayRate. */
  readonly decayRate?: number;
  readonly step: BufferView;
  readonly norm: BufferView;
  readonly learningRateScale?: number;
}

const MAX_GROUPS = 128;

export function adafactor(sink: DispatchSink, args: Adafactor): void {
  const { params, grads, moments, rows, columns, weightDecay, relativeStep, step, norm } = args;
  const { eps = [1e-30, 1e-3], clipThreshold = 1, decayRate = -0.8, learningRateScale = 1 } = args;
  const size = rows * columns;
  requireRoom('adafactor', {
    params: [params, size],
    grads: [grads, size],
    moments: [moments, rows + columns],
  });
  const tile = { LANES: sink.limits.software ? 1 : 256, ROWS: 1 };
  const chunk = Math.max(256, Math.ceil(size / MAX_GROUPS));
  const groups = Math.ceil(size / chunk);
  const partials = sink.scratch('adafactor_partials', groups * 8);
  sink.dispatch({
    label: 'adafactor_moments',
    shader: { name: 'adafactor_moments', code: momentsCode },
    constants: optimizerConstants,
    bindings: [...[grads, step, norm].map(read), readWrite(moments)],
    params: [rows, columns, f32(eps[0]), f32(decayRate)],
    grid: [Math.ceil((rows + columns) / 64), 1, 1],
    flops: 6 * size,
    bytes: 8 * size,
  });
  sink.dispatch({
    label: 'adafactor_partials',
    shader: { name: 'adafactor_partials', code: partialsCode, lib: [rowReduceLib] },
    constants: { ...optimizerConstants, ...tile },
    bindings: [...[grads, norm, moments, params].map(read), write(partials)],
    params: [rows, columns, chunk],
    grid: [groups, 1, 1],
    flops: 8 * size,
    bytes: 8 * size,
  });
  sink.dispatch({
    label: 'adafactor_update',
    shader: { name: 'adafactor_update', code: updateCode, lib: [rowReduceLib] },
    constants: { ...optimizerConstants, ...tile, RELATIVE: relativeStep },
    bindings: [...[grads, step, norm, moments, partials].map(read), readWrite(params)],
    params: [
      rows,
      columns,
      chunk,
      groups,
      ...[learningRateScale, weightDecay, clipThreshold, eps[1]].map(f32),
    ],
    grid: [groups, 1, 1],
    flops: 8 * size,
    bytes: 12 * size,
  });
}
