// Every architecture on the objectives that fit it, small enough for a CPU that emulates a GPU, each with a
// mark that it must reach; and progressive and multi-task runs beside their controls. `npm run results`.
import type { AlgorithmConfig, AugmentationConfig } from '../training/run/objectiveConfig';
import type { RunConfigInput } from '../training/run/config';
import { GROKKING } from './grokking';
import { MODELS, type Family } from './trialModels';

/** What a trial must reach on held-out text at its end. */
type Mark =
  /** Share of the way from the entropy of single tokens to the floor (to 0 where none is known). */
  | { readonly kind: 'way'; readonly least: number }
  /** Share of examples that are right as a whole, at least. */
  | { readonly kind: 'accuracy'; readonly least: number }
  /** Less loss on the same text than the lowest that this trial saw. */
  | { readonly kind: 'beats'; readonly control: string };

export interface Trial {
  readonly id: string;
  readonly config: RunConfigInput;
  readonly mark: Mark;
  /** Held-out figure that the mark is about; the run's own where left out. */
  readonly objective?: string;
}

type Changes = Pick<RunConfigInput, 'model'> &
  Partial<Pick<RunConfigInput, 'data' | 'objectives' | 'tokenizer'>> & {
    readonly training?: Partial<RunConfigInput['training']>;
  };

const config = (name: string, { training, ...changes }: Changes): RunConfigInput => ({
  version: 1,
  name,
  tokenizer: { kind: 'char' },
  data: { corpus: 'letters' },
  sample: { every_steps: 1_000_000, max_new_tokens: 40, prompt: 'To the shop' },
  ...changes,
  training: {
    per_device_train_batch_size: 8,
    max_steps: 300,
    learning_rate: 4e-3,
    min_learning_rate: 4e-4,
    warmup_steps: 20,
    eval_steps: 100,
    eval_windows: 64,
    ...training,
  },
});

const wayAtLeast = (least: number): Mark => ({ kind: 'way', least });
const rightAtLeast = (least: number): Mark => ({ kind: 'accuracy', least });

const causal = (family: Family): Trial => ({
  id: `${family}-causal`,
  config: config(`${family}, causal`, { model: MODELS[family] }),
  mark: wayAtLeast(0.8),
});

/** One layer with a state: less is learned in as many steps. */
const recurrent = (family: 'rnn' | 'lstm' | 'gru'): Trial => ({
  id: `${family}-causal`,
  config: config(`${family}, causal`, {
    model: MODELS[family],
    training: { learning_rate: 8e-3 },
  }),
  mark: wayAtLeast(0.6),
});

const VIEWS: AugmentationConfig[] = [
  { kind: 'token_dropout', probability: 0.15 },
  { kind: 'masking', probability: 0.15 },
  { kind: 'span_shuffle', span_length: 4 },
];
const masked = { kind: 'masked_lm' } as const;
const wholeWords = { kind: 'masked_lm', whole_words: true } as const;
const contrastive = { kind: 'contrastive', augmentations: VIEWS } as const;
const nextSentence = { kind: 'next_sentence' } as const;
const spans = { kind: 'span_corruption' } as const;

/** Short windows and many of them: with few positions a model finds out soon which of them to look at. */
const FILL_IN = { positions: 18, batch: 64, steps: 600, rate: 4e-3 };
const SPANS = { positions: 16, batch: 32, steps: 500, rate: 4e-3 };
const VIEW = { positions: 32, batch: 32, steps: 300, rate: 2e-3 };
const PAIRS = { positions: 32, batch: 32, steps: 200, rate: 2e-3 };
const PIECES = { kind: 'wordpiece', vocab_size: 320 } as const;

interface Bidirectional {
  readonly objectives: RunConfigInput['objectives'];
  readonly sizes: typeof FILL_IN;
  readonly mark: Mark;
  readonly objective?: string;
  readonly tokenizer?: RunConfigInput['tokenizer'];
}

/** Of models that do not only look back. */
const bidirectional = (
  family: Family,
  what: string,
  { objectives, sizes, mark, objective, tokenizer }: Bidirectional,
): Trial => ({
  id: `${family.replaceAll('_', '-')}-${what}`,
  config: config(`${family}, ${what}`, {
    model: { ...MODELS[family], n_positions: sizes.positions },
    objectives,
    training: {
      per_device_train_batch_size: sizes.batch,
      max_steps: sizes.steps,
      learning_rate: sizes.rate,
      warmup_steps: 40,
    },
    ...(tokenizer && { tokenizer }),
  }),
  mark,
  ...(objective !== undefined && { objective }),
});

const MASKED: Bidirectional = { objectives: [masked], sizes: FILL_IN, mark: wayAtLeast(0.6) };
const CONTRASTIVE: Bidirectional = {
  objectives: [contrastive],
  sizes: VIEW,
  mark: rightAtLeast(0.8),
};
const CORRUPTED: Bidirectional = { objectives: [spans], sizes: SPANS, mark: wayAtLeast(0.55) };
const FOLLOWS: Bidirectional = {
  objectives: [nextSentence],
  sizes: PAIRS,
  mark: rightAtLeast(0.85),
  tokenizer: PIECES,
};

const task = (
  algorithm: AlgorithmConfig,
  positions: number,
  steps: number,
  family: Family = 'gpt',
): Trial => ({
  id: `task-${algorithm.task}`,
  config: config(algorithm.task, {
    model: { ...MODELS[family], n_positions: positions, initializer_range: 0.1 },
    data: { corpus: 'task' },
    objectives: [{ kind: 'algorithm', algorithm }],
    training: { per_device_train_batch_size: 64, max_steps: steps, eval_windows: 256 },
  }),
  mark: rightAtLeast(0.95),
});

/** Little text of the domain, much that is general. */
const LETTERS = { corpus: 'letters', size_chars: 2_000 };
const STORIES = { corpus: 'story', size_chars: 300_000 };
const domain = { model: MODELS.gpt, tokenizer: { kind: 'char' } } as const;
const domainTraining = { max_steps: 600, learning_rate: 3e-3, eval_steps: 50 };

const DOMAIN: readonly Trial[] = [
  {
    id: 'domain-alone',
    config: config('Letters alone', { ...domain, data: LETTERS, training: domainTraining }),
    mark: wayAtLeast(0.5),
  },
  {
    id: 'domain-progressive',
    config: config('Stories, then letters', {
      ...domain,
      data: { ...STORIES, more: [{ ...LETTERS, from_step: 0.5 }] },
      training: domainTraining,
    }),
    mark: { kind: 'beats', control: 'domain-alone' },
  },
  {
    id: 'domain-multitask',
    config: config('Stories and letters at once', {
      ...domain,
      data: { ...LETTERS, more: [STORIES] },
      objectives: [
        { kind: 'causal_lm', corpus: 'letters' },
        { kind: 'causal_lm', corpus: 'story' },
      ],
      training: domainTraining,
    }),
    mark: { kind: 'beats', control: 'domain-alone' },
    objective: 'causal_lm_letters',
  },
];

export const TRIALS: readonly Trial[] = [
  causal('gpt'),
  causal('llama'),
  causal('qwen'),
  causal('qwen3'),
  causal('gemma3'),
  causal('blocks'),
  causal('convolution'),
  recurrent('rnn'),
  recurrent('lstm'),
  recurrent('gru'),
  bidirectional('bert', 'mlm', MASKED),
  bidirectional('bert', 'whole-words', {
    ...MASKED,
    objectives: [wholeWords],
    mark: wayAtLeast(0.35),
  }),
  bidirectional('bert', 'nsp', FOLLOWS),
  bidirectional('bert', 'contrastive', CONTRASTIVE),
  bidirectional('bert', 'all', {
    ...FOLLOWS,
    objectives: [wholeWords, nextSentence, { ...contrastive, weight: 0.5 }],
    objective: 'next_sentence',
  }),
  bidirectional('distilbert', 'mlm', MASKED),
  bidirectional('distilbert', 'contrastive', CONTRASTIVE),
  bidirectional('t5', 'spans', CORRUPTED),
  bidirectional('t5_gated', 'spans', CORRUPTED),
  task({ task: 'copy', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'reverse', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'sort', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'addition', digits: 2 }, 9, 1500),
  task({ task: 'brackets', kinds: 2, length: 6 }, 12, 300),
  task({ task: 'recall', keys: 6, pairs: 3 }, 8, 200, 'shifting'),
  { id: GROKKING.id, config: GROKKING.config, mark: rightAtLeast(0.99) },
  ...DOMAIN,
];
