// The text on which models are compared: as the run has it, or with the beginning token of the model in
// front of every held-out window.
import { blockStarts, inBlocks } from '../../../training/objectives/beginnings';
import { spread } from '../../../training/objectives/causal';
import type { RunConfig } from '../../../training/run/config';
import type { Corpora } from '../../../training/run/trainerSetup';
import { frameOf } from '../../../training/tokenizers/frame';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import type { Comparable } from './setup';

export function comparedText(
  { train, validation }: Corpora,
  tokenizer: Tokenizer,
  contextLength: number,
  { training: { eval_windows: wanted } }: RunConfig,
): Pick<Comparable, 'corpora' | 'starts' | 'lead'> {
  const lead = frameOf(tokenizer).before;
  if (lead.length === 0) {
    const starts = spread(validation.length - contextLength, wanted, contextLength);
    return { corpora: { train, validation }, starts, lead };
  }
  const blocks = inBlocks(validation, lead, contextLength);
  return {
    corpora: { train, validation: blocks },
    starts: blockStarts(blocks.length, contextLength + 1, wanted),
    lead,
  };
}
