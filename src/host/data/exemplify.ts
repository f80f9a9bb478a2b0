// What a run's objectives make of its text, on a little of the text and before the run starts.
import type { AssetCorpus } from '../../training/data/corpora/corpora';
import { augmentationExamples } from '../../training/objectives/augmentationExamples';
import { objectiveExamples } from '../../training/objectives/examples';
import { runObjective } from '../../training/objectives/runObjective';
import { specialIds } from '../../training/objectives/specialIds';
import type { RunConfig } from '../../training/run/config';
import { prepareData } from './corpus';
import type { Exemplified, ExemplifyRequest } from '../protocol/examples';
import type { SuppliedText } from '../protocol/text';

/** Enough to see; its vocabulary is learned while one waits. */
const CHARS = 40_000;
const MOST_PIECES = 512;

function inLittle(config: RunConfig): RunConfig {
  const { data, tokenizer, training } = config;
  const few = (chars = CHARS): number => Math.min(CHARS, chars);
  return {
    ...config,
    data: {
      ...data,
      size_chars: few(data.size_chars),
      more: data.more?.map((one) => ({ ...one, size_chars: few(one.size_chars) })),
    },
    tokenizer:
      'vocab_size' in tokenizer
        ? { ...tokenizer, vocab_size: Math.min(MOST_PIECES, tokenizer.vocab_size) }
        : tokenizer,
    training: { ...training, per_device_train_batch_size: 2, gradient_accumulation_steps: 1 },
  };
}

async function beginningOf(supplied: SuppliedText): Promise<SuppliedText> {
  const { name } = supplied;
  if ('text' in supplied) return { name, text: supplied.text.slice(0, CHARS) };
  // A character cut in two at the end becomes one that stands for what cannot be read.
  return { name, text: await supplied.train.slice(0, CHARS).text() };
}

export async function exemplify(
  { config: whole, text: supplied, augmentations }: ExemplifyRequest,
  readAsset: (corpus: AssetCorpus) => Promise<string>,
): Promise<Exemplified> {
  const config = inLittle(whole);
  const { tokenizer, text } = await prepareData(config, {
    text: supplied && (await beginningOf(supplied)),
    readAsset: async (corpus) => (await readAsset(corpus)).slice(0, CHARS),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const { terms, shape, batchesOf } = runObjective(config, text);
  const { special } = text;
  return {
    objectives: objectiveExamples(terms, shape, batchesOf(0), { tokenizer, special }),
    augmentations: augmentationExamples(
      { ...text, special: specialIds(tokenizer) },
      tokenizer,
      augmentations,
    ),
  };
}
