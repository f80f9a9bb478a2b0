// Dropout inside other kernels: constants, parameters and binding that their shaders expect.
import dropoutLib from '../../shaders/lib/dropout.wgsl';
import randomLib from '../../shaders/lib/random.wgsl';
import { f32, type BufferView, type Param } from '../dispatch';
import { STEP_LAYOUT } from './stepBuffer';

/** Probability `p` of dropping, one `opId` per place in the graph, and the step buffer. */
export interface Dropout {
  readonly p: number;
  readonly opId: number;
  readonly step: BufferView;
}

/** After the libs that a shader already has. */
export const dropoutLibs: readonly string[] = [randomLib, dropoutLib];

/** `keep = bits >= threshold` for 32 random bits keeps a share of 1 - p. */
const threshold = (p: number): number =>
  Math.min(0xffff_ffff, Math.max(0, Math.round(p * 2 ** 32)));

export const isDropping = (dropout: Dropout | undefined): dropout is Dropout =>
  dropout !== undefined && dropout.p > 0;

export const dropoutConstants = (
  dropout: Dropout | undefined,
): Record<string, number | boolean> => ({
  DROPOUT: isDropping(dropout),
  STEP_INDEX: STEP_LAYOUT.step,
  STEP_SEED: STEP_LAYOUT.seed,
});

/** The members `op`, `threshold`, `scale` at the end of a shader's Params. */
export function dropoutParams(dropout: Dropout | undefined): Param[] {
  if (!isDropping(dropout)) return [0, 0, f32(1)];
  const { p, opId } = dropout;
  return [opId, threshold(p), f32(p < 1 ? 1 / (1 - p) : 0)];
}
