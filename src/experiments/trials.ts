// Every architecture on the objectives that fit it, small enough for a CPU that plays GPU, each with a
// mark that it must reach; and staged and multi-task runs beside their controls. `npm run results`.
import type { AlgorithmConfig, AugmentationConfig } from '../training/run/objectiveConfig';
import type { RunConfigInput } from '../training/run/config';
import { GROKKING } from './grokking';

/** What a trial must reach on held-out text at its end. */
type Mark =
  /** Nats a token, at most. */
  | { readonly kind: 'loss'; readonly most: number }
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
  tokenizer: { kind: 'bpe', vocab_size: 384 },
  data: { corpus: 'story', size_chars: 300_000 },
  sample: { every_steps: 1_000_000, max_new_tokens: 40, prompt: 'Once upon a time' },
  ...changes,
  training: {
    per_device_train_batch_size: 16,
    max_steps: 300,
    learning_rate: 4e-3,
    min_learning_rate: 4e-4,
    warmup_steps: 20,
    eval_steps: 100,
    eval_windows: 128,
    ...training,
  },
});

const size = { n_layer: 2, n_embd: 64, n_positions: 32, initializer_range: 0.06 };
const attention = { ...size, n_head: 4 };

const lossAtMost = (most: number): Mark => ({ kind: 'loss', most });
const rightAtLeast = (least: number): Mark => ({ kind: 'accuracy', least });

const MODELS = {
  gpt: { family: 'gpt', ...attention },
  llama: { family: 'llama', ...attention, n_kv_head: 2, n_inner: 160 },
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
  t5: { family: 't5', ...attention, n_decoder_layer: 2, d_kv: 16, n_inner: 128 },
} as const satisfies Record<string, RunConfigInput['model']>;

const causal = (family: keyof typeof MODELS, most: number): Trial => ({
  id: `${family}-causal`,
  config: config(`${family}, causal`, { model: MODELS[family] }),
  mark: lossAtMost(most),
});

/** Masked places are few and give little to learn from: letters, one by one, give it soon. */
const spelled = {
  tokenizer: { kind: 'char' },
  data: { corpus: 'letters' },
  training: { max_steps: 400, learning_rate: 2e-3, warmup_steps: 40 },
} as const;
const long = { n_positions: 64 };
const VIEWS: AugmentationConfig[] = [
  { kind: 'token_dropout', probability: 0.1 },
  { kind: 'span_shuffle', span_length: 4 },
];

const encoder = (
  id: string,
  objectives: RunConfigInput['objectives'],
  mark: Mark,
  part?: string,
): Trial => ({
  id,
  config: config(id, { ...spelled, model: { ...MODELS.bert, ...long }, objectives }),
  mark,
  ...(part !== undefined && { part }),
});

const task = (algorithm: AlgorithmConfig, places: number, steps: number): Trial => ({
  id: `task-${algorithm.task}`,
  config: config(algorithm.task, {
    model: { ...MODELS.gpt, n_positions: places },
    data: { corpus: 'task' },
    tokenizer: { kind: 'char' },
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
    mark: lossAtMost(1.6),
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
  causal('gpt', 2.2),
  causal('llama', 2.2),
  causal('blocks', 2.2),
  causal('rnn', 2.5),
  causal('lstm', 2.5),
  causal('gru', 2.4),
  causal('convolution', 2.4),
  encoder('bert-mlm', [{ kind: 'masked_lm' }], lossAtMost(1.8)),
  encoder('bert-nsp', [{ kind: 'next_sentence' }], rightAtLeast(0.75)),
  encoder('bert-contrastive', [{ kind: 'contrastive', augmentations: VIEWS }], rightAtLeast(0.95)),
  encoder(
    'bert-all',
    [
      { kind: 'masked_lm', whole_words: true },
      { kind: 'next_sentence' },
      { kind: 'contrastive', weight: 0.5, augmentations: VIEWS },
    ],
    lossAtMost(2.2),
    'masked_lm',
  ),
  {
    id: 't5-spans',
    config: config('T5, spans', {
      ...spelled,
      model: { ...MODELS.t5, ...long },
      objectives: [{ kind: 'span_corruption' }],
    }),
    mark: lossAtMost(1.8),
  },
  task({ task: 'copy', symbols: 6, length: 6 }, 12, 300),
  task({ task: 'reverse', symbols: 6, length: 6 }, 12, 300),
  task({ task: 'sort', symbols: 6, length: 6 }, 12, 300),
  task({ task: 'addition', digits: 2 }, 9, 1500),
  task({ task: 'brackets', kinds: 2, length: 6 }, 12, 300),
  task({ task: 'recall', keys: 6, pairs: 3 }, 8, 900),
  { id: GROKKING.id, config: GROKKING.config, mark: rightAtLeast(0.99) },
  ...DOMAIN,
];
