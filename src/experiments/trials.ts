// Every architecture on the objectives that fit it, small enough for a CPU that plays GPU, each with a
// mark that it must reach; and staged and multi-task runs beside their controls. `npm run results`.
import type { AlgorithmConfig, AugmentationConfig } from '../training/run/objectiveConfig';
import type { RunConfigInput } from '../training/run/config';
import { GROKKING } from './grokking';

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
  readonly part?: string;
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

const size = { n_layer: 2, n_embd: 64, n_positions: 32, initializer_range: 0.06 };
const attention = { ...size, n_head: 4 };
const llama = { family: 'llama', ...attention, n_kv_head: 2, n_inner: 160 } as const;
const t5 = { family: 't5', ...attention, n_decoder_layer: 2, d_kv: 16, n_inner: 128 } as const;

const MODELS = {
  gpt: { family: 'gpt', ...attention },
  llama,
  /** As Qwen2: biases on q, k and v, one matrix for embedding and head. */
  qwen: { ...llama, qkv_bias: true, tie_word_embeddings: true },
  blocks: {
    family: 'blocks',
    ...attention,
    n_inner: 128,
    positions: 'rope',
    norm: 'rms',
    blocks: [
      { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'swiglu' },
      { mixer: { kind: 'attention' }, feed_forward: 'gelu' },
    ],
  },
  rnn: { family: 'recurrent', ...size, n_layer: 1, cell: 'rnn_tanh' },
  lstm: { family: 'recurrent', ...size, n_layer: 1, cell: 'lstm' },
  gru: { family: 'recurrent', ...size, n_layer: 1, cell: 'gru' },
  convolution: { family: 'convolution', ...size, n_layer: 3 },
  bert: { family: 'bert', ...attention, n_inner: 128 },
  distilbert: { family: 'distilbert', ...attention, n_inner: 128 },
  t5,
  t5_gated: { ...t5, feed_forward: 'gated_gelu' },
} as const satisfies Record<string, RunConfigInput['model']>;

type Family = keyof typeof MODELS;

const wayAtLeast = (least: number): Mark => ({ kind: 'way', least });
const rightAtLeast = (least: number): Mark => ({ kind: 'accuracy', least });

const causal = (family: Family): Trial => ({
  id: `${family}-causal`,
  config: config(`${family}, causal`, { model: MODELS[family] }),
  mark: wayAtLeast(0.8),
});

/** One layer with a state: less is learnt in as many steps. */
const recurrent = (family: 'rnn' | 'lstm' | 'gru'): Trial => ({
  id: `${family}-causal`,
  config: config(`${family}, causal`, {
    model: MODELS[family],
    training: { learning_rate: 8e-3 },
  }),
  mark: wayAtLeast(0.6),
});

const VIEWS: AugmentationConfig[] = [
  { kind: 'token_dropout', probability: 0.1 },
  { kind: 'span_shuffle', span_length: 4 },
];
const masked = { kind: 'masked_lm' } as const;
const wholeWords = { kind: 'masked_lm', whole_words: true } as const;
const contrastive = { kind: 'contrastive', augmentations: VIEWS } as const;
const nextSentence = { kind: 'next_sentence' } as const;

/** Of models that do not only look back: letters, one by one. */
const spelled = (
  family: Family,
  what: string,
  objectives: RunConfigInput['objectives'],
  mark: Mark,
  part?: string,
): Trial => ({
  id: `${family.replaceAll('_', '-')}-${what}`,
  config: config(`${family}, ${what}`, {
    model: { ...MODELS[family], n_positions: 64 },
    objectives,
    training: { max_steps: 400, learning_rate: 2e-3, warmup_steps: 40 },
  }),
  mark,
  ...(part !== undefined && { part }),
});

const task = (
  algorithm: AlgorithmConfig,
  places: number,
  steps: number,
  family: Family = 'gpt',
): Trial => ({
  id: `${family === 'gpt' ? 'task' : family}-${algorithm.task}`,
  config: config(algorithm.task, {
    model: { ...MODELS[family], n_positions: places, initializer_range: 0.1 },
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
    part: 'causal_lm_letters',
  },
];

export const TRIALS: readonly Trial[] = [
  causal('gpt'),
  causal('llama'),
  causal('qwen'),
  causal('blocks'),
  causal('convolution'),
  recurrent('rnn'),
  recurrent('lstm'),
  recurrent('gru'),
  spelled('bert', 'mlm', [masked], wayAtLeast(0.6)),
  spelled('bert', 'whole-words', [wholeWords], wayAtLeast(0.6)),
  spelled('bert', 'nsp', [nextSentence], rightAtLeast(0.75)),
  spelled('bert', 'contrastive', [contrastive], rightAtLeast(0.95)),
  spelled(
    'bert',
    'all',
    [wholeWords, nextSentence, { ...contrastive, weight: 0.5 }],
    wayAtLeast(0.5),
    'masked_lm',
  ),
  spelled('distilbert', 'mlm', [masked], wayAtLeast(0.6)),
  spelled('distilbert', 'contrastive', [contrastive], rightAtLeast(0.95)),
  spelled('t5', 'spans', [{ kind: 'span_corruption' }], wayAtLeast(0.6)),
  spelled('t5_gated', 'spans', [{ kind: 'span_corruption' }], wayAtLeast(0.6)),
  task({ task: 'copy', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'reverse', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'sort', symbols: 6, length: 6 }, 12, 200),
  task({ task: 'addition', digits: 2 }, 9, 1500),
  task({ task: 'brackets', kinds: 2, length: 6 }, 12, 300),
  task({ task: 'recall', keys: 6, pairs: 3 }, 8, 900),
  { id: GROKKING.id, config: GROKKING.config, mark: rightAtLeast(0.99) },
  ...DOMAIN,
];
