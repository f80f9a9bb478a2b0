// AdamW over all parameters at once.
import code from '../../shaders/adamw.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { GRAD_NORM_LAYOUT } from './gradNorm';
import { chunksOf, read, readWrite, requireRoom } from './shapes';
import { STEP_LAYOUT } from './stepBuffer';

/** What every optimiser kernel reads beside the arenas. */
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
}

export const optimizerConstants: Readonly<Record<string, number>> = {
  STEP_LEARNING_RATE: STEP_LAYOUT.learningRate,
  STEP_BIAS_CORRECTION_1: STEP_LAYOUT.biasCorrection1,
  STEP_BIAS_CORRECTION_2_SQRT: STEP_LAYOUT.biasCorrection2Sqrt,
  NORM_CLIP_SCALE: GRAD_NORM_LAYOUT.clipScale,
  NORM_NON_FINITE: GRAD_NORM_LAYOUT.nonFinite,
};

export interface AdamW extends OptimizerArgs {
  readonly m: BufferView;
  readonly v: BufferView;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
}

export function adamw(sink: DispatchSink, args: AdamW): void {
  const { params, grads, m, v, sizeElements, decayEnd, step, norm } = args;
  const { beta1, beta2, eps, weightDecay } = args;
  const padded = Math.ceil(sizeElements / 4) * 4;
  requireRoom('adamw', {
    params: [params, padded],
    grads: [grads, padded],
    m: [m, padded],
    v: [v, padded],
  });
  const { maxBindingBytes } = sink.limits;
  const [weightChunks, mChunks, vChunks] = [params, m, v].map((view) =>
    chunksOf(view, padded, maxBindingBytes),
  );
  chunksOf(grads, padded, maxBindingBytes).forEach(({ view, first, size }, i) => {
    sink.dispatch({
      label: 'adamw',
      shader: { name: 'adamw', code },
      constants: optimizerConstants,
      bindings: [
        read(view),
        read(step),
        read(norm),
        readWrite(weightChunks![i]!.view),
        readWrite(mChunks![i]!.view),
        readWrite(vChunks![i]!.view),
      ],
      params: [
        size / 4,
        Math.max(0, decayEnd - first),
        ...[beta1, beta2, 1 - beta1, 1 - beta2, eps, weightDecay].map(f32),
      ],
      grid: foldGrid(Math.ceil(size / 4 / 64)),
      flops: 16 * size,
      bytes: 28 * size,
    });
  });
}
