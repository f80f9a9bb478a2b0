// The vocabulary of a run: a tokeniser's ids, those that objectives add, or the words of a task.
import { algorithmicTask } from '../data/tasks';
import type { RunConfig } from '../run/config';
import type { WordTokenizer } from '../tokenizers/words';
import { taskTokenizer } from './algorithm';
import { objectivesOf } from './runObjective';
import { specialIds, type NamedTokens, type SpecialIds, type TextData } from './source';
import { spanLengths } from './spanCorruption';

const NONE = { pad: 0, cls: 0, sep: 0, mask: 0, sentinels: [] };

/** Causal language models keep the tokeniser's vocabulary as it is. */
export function specialIdsFor(config: RunConfig, tokenizer: NamedTokens): SpecialIds {
  const objectives = objectivesOf(config);
  if (objectives.every(({ kind }) => kind === 'causal_lm')) {
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
  };
}
