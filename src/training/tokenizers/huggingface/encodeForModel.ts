// One text, or two, with the special tokens of a post-processor, under a limit: as transformers does it with
// truncation=True (longest_first, at the right end).
import { TokenizerError, type ModelInput, type ModelInputOptions } from '../tokenizer';
import { longestFirst } from '../truncation';
import type { PostProcessor } from './postProcessors';

export function modelInput(
  processor: PostProcessor,
  encode: (text: string) => Int32Array,
  text: string,
  { pair, maxTokens }: ModelInputOptions,
): ModelInput {
  const first = encode(text);
  const second = pair === undefined ? undefined : encode(pair);
  const added = processor.added(second !== undefined);
  const limit = (maxTokens ?? Infinity) - added;
  if (limit < 0)
    throw new TokenizerError(
      'limit_too_small',
      { maxTokens: maxTokens ?? 0, added },
      `${maxTokens ?? 0} tokens are too few: the special tokens alone are ${added}.`,
    );
  const [a, b] = longestFirst(first.length, second?.length ?? 0, limit);
  const texts = [{ ids: first.subarray(0, a), typeId: 0 }];
  if (second) texts.push({ ids: second.subarray(0, b), typeId: 1 });
  const sequences = processor.process(texts);
  const length = sequences.reduce((sum, { ids }) => sum + ids.length, 0);
  const ids = new Int32Array(length);
  const typeIds = new Uint8Array(length);
  let at = 0;
  for (const sequence of sequences) {
    ids.set(sequence.ids, at);
    typeIds.fill(sequence.typeId, at, at + sequence.ids.length);
    at += sequence.ids.length;
  }
  return { ids, typeIds, cut: first.length - a + (second?.length ?? 0) - b };
}
