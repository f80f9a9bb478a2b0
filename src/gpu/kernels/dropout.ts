// Dropout: a kernel of its own, and what it takes to have it inside another kernel.
import code from '../../shaders/dropout.wgsl';
import dropoutLib from '../../shaders/lib/dropout.wgsl';
import randomLib from '../../shaders/lib/random.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink, type Param } from '../dispatch';
import { read, requireRoom, write } from './shapes';
import { STEP_LAYOUT } from './optimizer/stepBuffer';

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

export interface DropoutForward {
  readonly inp: BufferView;
  /** Added after the mask. */
  readonly residual?: BufferView | undefined;
  readonly out: BufferView;
  readonly size: number;
  readonly dropout: Dropout;
}

/** out = (residual +) inp * mask / (1 - p). Its own gradient: pass dout as `inp`, dinp as `out`. */
export function dropout(sink: DispatchSink, args: DropoutForward): void {
  const { inp, residual, out, size, dropout: how } = args;
  requireRoom('dropout', { inp: [inp, size], residual: [residual, size], out: [out, size] });
  sink.dispatch({
    label: 'dropout',
    shader: { name: 'dropout', code, lib: dropoutLibs },
    constants: { RESIDUAL: residual !== undefined, ...dropoutConstants(how) },
    bindings: [read(inp), read(residual ?? inp), read(how.step), write(out)],
    params: [size, ...dropoutParams(how)],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: residual ? 2 * size : size,
    bytes: 4 * size * (residual ? 3 : 2),
  });
}
