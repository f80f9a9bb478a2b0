// What the optimizers over flat arenas share: their arguments, and one dispatch a chunk.
import optimizerLib from '../../../shaders/lib/optimizer.wgsl';
import {
  f32,
  foldGrid,
  type BufferView,
  type DispatchSink,
  type ShaderSource,
} from '../../dispatch';
import { GRAD_NORM_LAYOUT } from './gradNorm';
import { chunksOf, read, readWrite, requireRoom } from '../shapes';
import { STEP_LAYOUT } from './stepBuffer';

export interface OptimizerArgs {
  /** Flat arenas of f32; their views hold a multiple of 4 elements. */
  readonly params: BufferView;
  readonly grads: BufferView;
  readonly sizeElements: number;
  /** Elements below it get weight decay. */
  readonly decayEnd: number;
  readonly weightDecay: number;
  /** STEP_LAYOUT. */
  readonly step: BufferView;
  /** gradNorm's out: clips, unscales, and stops the update where a gradient is not finite. */
  readonly norm: BufferView;
  /** Multiplies the step's learning rate, where two optimizers share a run; 1 where left out. */
  readonly learningRateScale?: number;
}

export const optimizerConstants: Readonly<Record<string, number>> = {
  STEP_LEARNING_RATE: STEP_LAYOUT.learningRate,
  STEP_INDEX: STEP_LAYOUT.step,
  STEP_BIAS_CORRECTION_1: STEP_LAYOUT.biasCorrection1,
  STEP_BIAS_CORRECTION_2_SQRT: STEP_LAYOUT.biasCorrection2Sqrt,
  STEP_EMA_DECAY: STEP_LAYOUT.emaDecay,
  NORM_CLIP_SCALE: GRAD_NORM_LAYOUT.clipScale,
  NORM_NON_FINITE: GRAD_NORM_LAYOUT.nonFinite,
};

export interface ArenaKernel {
  readonly shader: ShaderSource;
  readonly constants?: Readonly<Record<string, number | boolean>>;
  /** State arenas, bound behind the weights. */
  readonly state: readonly BufferView[];
  /** The members a .. e of Params. */
  readonly values: readonly number[];
  readonly flopsPerElement: number;
}

/** One update of all parameters: a dispatch for every chunk that one binding holds. */
export function updateArenas(sink: DispatchSink, args: OptimizerArgs, kernel: ArenaKernel): void {
  const { params, grads, sizeElements, decayEnd, weightDecay, step, norm } = args;
  const { learningRateScale = 1 } = args;
  const { shader, constants = {}, state, values, flopsPerElement } = kernel;
  const padded = Math.ceil(sizeElements / 4) * 4;
  const written = [params, ...state];
  for (const [index, view] of [grads, ...written].entries()) {
    requireRoom(shader.name, { [['grads', 'params'][index] ?? 'state']: [view, padded] });
  }
  for (const { views, first, size } of chunksOf(sink, [grads, ...written], padded)) {
    const [gradient, ...rest] = views;
    sink.dispatch({
      label: shader.name,
      shader: { ...shader, lib: [optimizerLib] },
      constants: { ...optimizerConstants, ...constants },
      bindings: [...[gradient, step, norm].map(read), ...rest.map(readWrite)],
      params: [
        size / 4,
        Math.max(0, decayEnd - first),
        ...[learningRateScale, weightDecay, ...values].map(f32),
        ...Array.from({ length: 5 - values.length }, () => 0),
      ],
      grid: foldGrid(Math.ceil(size / 4 / 64)),
      flops: flopsPerElement * size,
      bytes: 4 * size * (1 + 2 * written.length),
    });
  }
}
