// Draws a token on the GPU, straight into the ids that the next forward pass reads.
import randomLib from '../../shaders/lib/random.wgsl';
import code from '../../shaders/sample_token.wgsl';
import type { BufferView, DispatchSink } from '../dispatch';
import { read, readWrite, requireRoom } from './shapes';

/** Bytes of the control buffer. */
export const SAMPLE_SIZE_BYTES = 32;

export interface SampleValues {
  /** Where the token goes; the logits are those of the place before. */
  readonly position: number;
  /** Counts draws: one number, one random value. */
  readonly draw: number;
  readonly seed: number;
  /** 0 keeps all. */
  readonly topK: number;
  /** 0 is greedy. */
  readonly temperature: number;
}

export function packSample({ position, draw, seed, topK, temperature }: SampleValues): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(SAMPLE_SIZE_BYTES));
  [position, draw, seed, topK].forEach((value, index) => view.setUint32(index * 4, value, true));
  view.setFloat32(16, temperature, true);
  return view.buffer;
}

export interface SampleToken {
  /** [rows, vocab]. */
  readonly logits: BufferView;
  /** `packSample`. */
  readonly control: BufferView;
  /** u32 [length]. */
  readonly ids: BufferView;
  readonly rows: number;
  readonly vocab: number;
  readonly length: number;
}

export function sampleToken(sink: DispatchSink, args: SampleToken): void {
  const { logits, control, ids, rows, vocab, length } = args;
  requireRoom('sample_token', { logits: [logits, rows * vocab], ids: [ids, length] });
  sink.dispatch({
    label: 'sample_token',
    shader: { name: 'sample_token', code, lib: [randomLib] },
    constants: { LANES: sink.limits.software ? 16 : 256 },
    bindings: [read(logits), read(control), readWrite(ids)],
    params: [rows, vocab, length],
    grid: [1, 1, 1],
    flops: 4 * vocab,
    bytes: 4 * vocab,
  });
}
