// The text on which models are compared: as the run has it, or with the beginning token of the model in
// front of every held-out window.
import { blockStarts, inBlocks } from '../../../training/objectives/beginnings';
import type { Corpora } from '../../../training/run/trainerSetup';
import { frameOf } from '../../../training/tokenizers/frame';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { Comparable } from './setup';

interface Reading {
  readonly corpora: Corpora;
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
  readonly evalWindows: number;
  /** Of windows without a beginning token. */
  readonly starts: Int32Array;
}

export function comparedText({
  corpora: { train, validation },
  tokenizer,
  contextLength,
  evalWindows,
  starts,
}: Reading): Pick<Comparable, 'corpora' | 'starts' | 'lead'> {
  const lead = frameOf(tokenizer).before;
  if (lead.length === 0) return { corpora: { train, validation }, starts, lead };
  const blocks = inBlocks(validation, lead, contextLength);
  return {
    corpora: { train, validation: blocks },
    starts: blockStarts(blocks.length, contextLength + 1, evalWindows),
    lead,
  };
}
