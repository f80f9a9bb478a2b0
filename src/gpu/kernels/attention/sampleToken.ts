// Draws the next token of every sequence on the GPU, straight into what the next step reads.
import code from '../../../shaders/sample_token.wgsl';
import type { BufferView, DispatchSink } from '../../dispatch';
import { decodeControlBytes } from './decodeControl';
import { read, readWrite, requireRoom } from '../shapes';

export interface SampleToken {
  /** [sequences, rows, vocab]: a single row, or one for every place of which `past` is taken. */
  readonly logits: BufferView;
  /** `packDecodeControl`. */
  readonly control: BufferView;
  /** u32 [sequences, seenWords(vocab)]: a bit for each token of prompt and output. */
  readonly seen: BufferView;
  /** [sequences, vocab]: probabilities after all filters. */
  readonly probs: BufferView;
  /** u32 [sequences, rows]: the token goes to place past + 1, if there is one, or to the single one. */
  readonly tokens: BufferView;
  /** u32 [sequences, slots] */
  readonly sampled: BufferView;
  readonly sequences: number;
  readonly rows: number;
  readonly slots: number;
  readonly vocab: number;
}

/** Sampled where the logits are no numbers. */
export const NO_TOKEN = 0xffff_ffff;

/** Words of a sequence's bits. */
export const seenWords = (vocab: number): number => Math.ceil(vocab / 32);

export function sampleToken(sink: DispatchSink, args: SampleToken): void {
  const { logits, control, seen, probs, tokens, sampled, sequences, rows, slots, vocab } = args;
  requireRoom('sample_token', {
    logits: [logits, sequences * rows * vocab],
    control: [control, decodeControlBytes(sequences) / 4],
    seen: [seen, sequences * seenWords(vocab)],
    probs: [probs, sequences * vocab],
    tokens: [tokens, sequences * rows],
    sampled: [sampled, sequences * slots],
  });
  const lanes = sink.limits.software ? 16 : 256;
  sink.dispatch({
    label: 'sample_token',
    shader: { name: 'sample_token', code },
    constants: { LANES: lanes },
    bindings: [
      read(logits),
      read(control),
      readWrite(seen),
      readWrite(probs),
      readWrite(tokens),
      readWrite(sampled),
    ],
    params: [vocab, rows, slots, lanes],
    grid: [sequences, 1, 1],
    flops: 4 * sequences * vocab,
    bytes: 8 * sequences * vocab,
  });
}
