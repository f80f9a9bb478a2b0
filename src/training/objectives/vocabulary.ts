// The vocabulary of a run: a tokeniser's ids, those that objectives add, or the words of a task.
import { exampleSetOf } from '../data/exampleSets';
import { algorithmicTask } from '../data/tasks';
import type { RunConfig } from '../run/config';
import { isEncoderFamily } from '../run/modelConfig';
import type { WordTokenizer } from '../tokenizers/words';
import { taskTokenizer } from './algorithm';
import type { ExampleData } from './exampleData';
import { objectivesOf } from './runObjective';
import { specialIds, type NamedTokens, type SpecialIds, type TextData } from './source';
import { spanLengths } from './spanCorruption';

const NONE = { pad: 0, cls: 0, sep: 0, mask: 0, sentinels: [] };

const NEEDS_NONE = ['causal_lm', 'classify', 'answer'];

/** Causal language models keep the tokeniser's vocabulary as it is. */
export function specialIdsFor(config: RunConfig, tokenizer: NamedTokens): SpecialIds {
  const objectives = objectivesOf(config);
  const isEncoder = isEncoderFamily(config.model.family);
  if (!isEncoder && objectives.every(({ kind }) => NEEDS_NONE.includes(kind))) {
    return { ...NONE, vocabSize: tokenizer.vocabSize };
  }
  const sentinels = objectives.flatMap((one) => {
    if (one.kind !== 'span_corruption') return [];
    const { noise_density = 0.15, mean_noise_span_length = 3 } = one;
    const noise = { noise_density, mean_noise_span_length };
    return [spanLengths(config.model.n_positions, noise).spans + 1];
  });
  return specialIds(tokenizer, Math.max(0, ...sentinels));
}

/** The words of the run's task, where it has one. */
export function taskTokenizerOf(config: RunConfig): WordTokenizer | null {
  for (const one of objectivesOf(config)) {
    if (one.kind !== 'algorithm') continue;
    return taskTokenizer(
      algorithmicTask(one.algorithm, one.train_share ?? 0.9, config.training.seed),
    );
  }
  return null;
}

/** Stands in for examples in plans. */
function withoutExamples({ data }: RunConfig): ExampleData | undefined {
  if (!data.examples) return undefined;
  const labels = exampleSetOf(data.examples)?.labels ?? ['0', '1'];
  const one = { ids: [0], secondAt: 1, label: 0 };
  return { labels, train: [one], validation: [one] };
}

/** Stands in for text where none is read: by tasks, and by plans. */
export function withoutText(config: RunConfig, tokenizer: NamedTokens): TextData {
  const task = taskTokenizerOf(config);
  const length = config.model.n_positions + 2;
  const range = { from: 0, to: length };
  const { corpus, more = [] } = config.data;
  return {
    train: new Int32Array(length),
    validation: new Int32Array(length),
    sources: [{ corpus, from_step: 0 }, ...more].map(({ corpus: id, from_step: fromStep }) => ({
      id,
      fromStep,
      train: range,
      validation: range,
    })),
    special: task ? { ...NONE, vocabSize: task.vocabSize } : specialIdsFor(config, tokenizer),
    endsSentence: [],
    continuesWord: () => false,
    seed: config.training.seed,
    examples: withoutExamples(config),
  };
}
