// The vocabulary of a run: a tokenizer's ids, those that objectives add, or the words of a task.
import { exampleSetOf } from '../data/examples/exampleSets';
import { algorithmicTask } from '../data/corpora/tasks';
import type { RunConfig } from '../run/config';
import type { ExamplesConfig } from '../run/finetuningConfig';
import { textSchedule } from '../run/texts/textSchedule';
import { isEncoderFamily, ownKind } from '../models/families';
import type { WordTokenizer } from '../tokenizers/words';
import { taskTokenizer } from './terms/algorithm';
import type { ExampleData } from './exampleData';
import { lengthOf, objectivesOf, targetLengthOf } from './runObjective';
import { isTextBeside } from './runTexts';
import type { TextData } from './source';
import { specialIds, type NamedTokens, type SpecialIds, type SpecialRole } from './specialIds';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import { noiseOf, spanLengths } from './terms/spanCorruption';

const NONE = { pad: 0, cls: 0, sep: 0, mask: 0, sentinels: [] };

/** `isPlain`: no post-processor writes examples as the model takes them. */
function rolesOf(one: ObjectiveConfig, isPlain: boolean): readonly SpecialRole[] {
  const { augmentations = [] } = 'augmentations' in one ? one : {};
  const masked = augmentations.some(({ kind }) => kind === 'masking') ? (['mask'] as const) : [];
  return [...usualRoles(one, isPlain), ...masked];
}

function usualRoles({ kind }: ObjectiveConfig, isPlain: boolean): readonly SpecialRole[] {
  switch (kind) {
    case 'causal_lm':
    case 'answer':
    case 'dpo':
    case 'algorithm':
    case 'span_corruption':
      return [];
    case 'classify':
      return isPlain ? ['cls', 'sep'] : [];
    case 'masked_lm':
      return ['cls', 'sep', 'mask'];
    case 'next_sentence':
      return ['pad', 'cls', 'sep'];
    case 'contrastive':
      return ['pad', 'cls', 'mask'];
  }
}

/** Causal language models keep the tokenizer's vocabulary as it is. */
export function specialIdsFor(config: RunConfig, tokenizer: NamedTokens): SpecialIds {
  const { family } = config.model;
  const isWatched = config.data.general || isTextBeside(config, objectivesOf(config));
  const watched = isWatched ? [{ kind: ownKind(family) }] : [];
  const objectives: readonly ObjectiveConfig[] = [...objectivesOf(config), ...watched];
  const isPlain = isEncoderFamily(family) && !tokenizer.encodeForModel;
  const roles = new Set(objectives.flatMap((one) => rolesOf(one, isPlain)));
  const noises = objectives.flatMap((one) =>
    one.kind === 'span_corruption' ? [noiseOf(one)] : [],
  );
  const spans = noises.map((noise) => spanLengths(config.model.n_positions, noise).spans);
  return specialIds(tokenizer, Math.max(0, ...spans), [...roles]);
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
function withoutExamples(
  config: RunConfig,
  { labels: known, moreLabels = {} }: Known,
): Pick<TextData, 'examples' | 'exampleSets'> {
  const { examples, more_examples: more = [] } = config.data;
  if (!examples) return {};
  // As long as they may be: a plan has to have room.
  const target = Array<number>(targetLengthOf(config)).fill(0);
  const ids = Array<number>(lengthOf(config)).fill(0);
  const one = { ids, target, secondAt: 1, label: 0, cut: 0 };
  const of = (set: ExamplesConfig, given?: readonly string[]): ExampleData => {
    const labels = given ?? exampleSetOf(set)?.labels ?? ['0', '1'];
    return { labels, train: [one], validation: [one] };
  };
  const first = of(examples, known);
  const others = more.map((set) => [set.set, of(set, moreLabels[set.set])] as const);
  return { examples: first, exampleSets: new Map([[examples.set, first], ...others]) };
}

interface Known {
  /** Rows of the model's table, where they are more than the tokenizer and the objectives need. */
  readonly rows?: number | undefined;
  /** Classes of examples that are not built in. */
  readonly labels?: readonly string[] | undefined;
  /** Those of the further sets, by set. */
  readonly moreLabels?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Stands in for text where none is read: by tasks, and by plans. */
export function withoutText(
  config: RunConfig,
  tokenizer: NamedTokens,
  { rows = 0, ...known }: Known = {},
): TextData {
  const task = taskTokenizerOf(config);
  const length = config.model.n_positions + 2;
  const range = { from: 0, to: length };
  const { texts, scheduled } = textSchedule(config);
  const { general } = config.data;
  const listed = [...texts, ...(general ? [general] : [])];
  const special = task ? { ...NONE, vocabSize: task.vocabSize } : specialIdsFor(config, tokenizer);
  return {
    train: new Int32Array(length),
    validation: new Int32Array(length),
    sources: listed.map(({ corpus: id }) => ({ id, train: range, validation: range })),
    schedule: scheduled,
    ...(general && { general: texts.length }),
    special: { ...special, vocabSize: Math.max(special.vocabSize, rows) },
    endsSentence: [],
    continuesWord: () => false,
    seed: config.training.seed,
    ...withoutExamples(config, known),
  };
}
