// Fine-tuning as experiments: the reference script "fine-tune GPT-2 for sentiment" as data, the model that the
// tab makes for it, and the ways of tuning that are held against each other.
import type { RunConfigInput } from '../training/run/config';
import type { FinetuningConfig } from '../training/run/finetuningConfig';
import type { ObjectiveConfig } from '../training/run/objectiveConfig';

/** As it stands in tutorials, for Hugging Face's TrainingArguments; it drives small and large alike. */
export const TRAINING_ARGUMENTS = `{
  "num_train_epochs": 3,
  "per_device_train_batch_size": 8,
  "warmup_steps": 500,
  "weight_decay": 0.01,
  "logging_steps": 10
}`;

/** Trainer's own epochs and batch, which the reference script repeats. */
export const LISTING_EPOCHS = 3;
export const LISTING_BATCH = 8;

/** Steps that the reference script takes on the 25,000 reviews of IMDB. */
const LISTING_STEPS = (3 * 25_000) / 8;

/** Of the reference script as it stands: where there are fewer steps than that, the warmup keeps its share of them. */
export function scaledWarmup(warmupSteps: number, steps: number): number {
  const scale = Math.min(1, steps / LISTING_STEPS);
  return Math.max(1, Math.round(warmupSteps * scale));
}

/** Few examples are gone through so often that there are as many steps at least. */
const FEWEST_STEPS = 60;
export const fewShotEpochs = (epochs: number, batch: number, examples: number): number =>
  Math.max(epochs, Math.ceil((FEWEST_STEPS * batch) / examples));

/** Tokens that a model made for few-shot can take: some examples must fit into its prompt. */
export const PROMPT_LENGTH = 128;

export type FinetuneMethod =
  | 'full'
  | 'lora'
  | 'dora'
  | 'qlora'
  | 'qat'
  | 'last_blocks'
  | 'head'
  | 'scratch';

/** Small enough for an adapter that is a CPU, or what a GPU does in the same time. */
export type FinetuneSize = 'small' | 'large';

/** What is made where no model is chosen: a decoder, or an encoder with a decoder. */
export type MadeModel = 'gpt' | 't5';

const SIZES = {
  small: { n_layer: 2, n_head: 4, n_embd: 96, initializer_range: 0.06 },
  large: { n_layer: 4, n_head: 8, n_embd: 256, initializer_range: 0.04 },
} as const;
const T5_SIZES = {
  small: { n_layer: 2, n_decoder_layer: 2, n_head: 4, n_embd: 96, d_kv: 24, n_inner: 192 },
  large: { n_layer: 4, n_decoder_layer: 4, n_head: 8, n_embd: 256, d_kv: 32, n_inner: 512 },
} as const;
const PRETRAINING = {
  small: { per_device_train_batch_size: 16, max_steps: 1000, learning_rate: 4e-3 },
  large: { per_device_train_batch_size: 32, max_steps: 1200, learning_rate: 1.5e-3 },
} as const;

/** What depends on the text: how long an example is, and what the model is asked to go on with. */
const TEXTS = {
  reviews: { length: 32, chars: 600_000, prompt: 'The acting was far from' },
  reviews_zh: { length: 40, chars: 250_000, prompt: '剧情' },
  finance_briefs: { length: 40, chars: 600_000, prompt: 'Northlake said' },
  story: { length: 72, chars: 800_000, prompt: 'Once upon a time' },
  everyday_zh: { length: 72, chars: 250_000, prompt: '周末，小红' },
} as const;
export type FinetuneCorpus = keyof typeof TEXTS;

const modelOf = (made: MadeModel, size: FinetuneSize) =>
  made === 't5'
    ? ({ family: 't5', ...T5_SIZES[size] } as const)
    : ({ family: 'gpt', ...SIZES[size] } as const);

const charsOf = (corpus: FinetuneCorpus, size: FinetuneSize): number =>
  TEXTS[corpus].chars * (size === 'small' ? 1 : 3);

/** The longest example of them all, in tokens. */
const longestOf = (corpora: readonly FinetuneCorpus[]): number =>
  Math.max(...corpora.map((corpus) => TEXTS[corpus].length));

const common = (corpus: FinetuneCorpus, size: FinetuneSize, made: MadeModel, length: number) =>
  ({
    version: 1,
    model: { ...modelOf(made, size), n_positions: length },
    tokenizer: { kind: 'bpe', vocab_size: 1024 },
    data: { corpus, size_chars: charsOf(corpus, size) },
    sample: { every_steps: 1_000_000, max_new_tokens: 40, prompt: TEXTS[corpus].prompt },
  }) as const;

/** `more`: texts of further datasets, mixed in equal shares. */
export function pretraining(
  corpus: FinetuneCorpus,
  size: FinetuneSize,
  length?: number,
  made: MadeModel = 'gpt',
  more: readonly FinetuneCorpus[] = [],
): RunConfigInput {
  const training = PRETRAINING[size];
  const corpora = [...new Set([corpus, ...more])];
  const longest = longestOf(corpora);
  // Longer windows, fewer of them: a step reads as much.
  const windows = training.per_device_train_batch_size * longest;
  const base = common(corpus, size, made, length ?? longest);
  const others = corpora.slice(1).map((id) => ({
    corpus: id,
    size_chars: charsOf(id, size),
    from_step: 0,
  }));
  return {
    ...base,
    name: `${made.toUpperCase()}, ${corpora.join(' + ')}`,
    ...(others.length > 0 && { data: { ...base.data, more: others } }),
    ...(made === 't5' && { objectives: [{ kind: 'span_corruption' }] }),
    training: {
      ...training,
      per_device_train_batch_size: Math.round(windows / (length ?? longest)),
      min_learning_rate: training.learning_rate / 10,
      warmup_steps: 30,
      eval_steps: 100,
      eval_windows: 64,
    },
  };
}

const LORA = { method: 'lora', r: 4, lora_alpha: 8 } as const;

/** Adapters are thin and start at 0: they take a higher rate than the weights beside them. */
export const METHOD_DEFAULTS: Record<FinetuneMethod, { tuning: FinetuningConfig; rate: number }> = {
  full: { tuning: { method: 'full' }, rate: 1e-3 },
  lora: { tuning: LORA, rate: 5e-3 },
  dora: { tuning: { ...LORA, use_dora: true }, rate: 5e-3 },
  qlora: { tuning: { ...LORA, quantization: 'int4' }, rate: 5e-3 },
  qat: { tuning: { method: 'full', fake_quantize: 'int4' }, rate: 1e-3 },
  last_blocks: { tuning: { method: 'last_blocks', blocks: 1 }, rate: 1e-3 },
  head: { tuning: { method: 'head' }, rate: 1e-2 },
  scratch: { tuning: { method: 'full' }, rate: 1e-3 },
};

/** What is trained stands beside the model. */
export const isAdapter = (method: FinetuneMethod): boolean =>
  METHOD_DEFAULTS[method].tuning.method === 'lora';

/** One of several datasets: its examples and what is learned of them. */
export interface MoreExamples {
  readonly corpus: FinetuneCorpus;
  readonly set: string;
  readonly train: number;
  readonly validation: number;
  readonly objective: ObjectiveConfig;
}

export interface FinetuneSettings {
  readonly corpus: FinetuneCorpus;
  readonly size: FinetuneSize;
  /** A GPT where left out. */
  readonly made?: MadeModel | undefined;
  /** What a model that answers is asked before and after. */
  readonly prompt?: string | undefined;
  readonly set: string;
  readonly train: number;
  readonly validation: number;
  readonly objective: ObjectiveConfig;
  /** Further datasets that are learned at once (multi-task). */
  readonly more?: readonly MoreExamples[] | undefined;
  /** What was read of the reference script, with the warmup already scaled. */
  readonly training: Partial<RunConfigInput['training']>;
  /** What its epochs come to; `max_steps`, where that is given. */
  readonly steps: number;
  readonly tuning: FinetuningConfig;
  readonly rate: number;
  /** Of an example, in tokens, where it is not that of the text. */
  readonly length?: number | undefined;
  /** Of the model, where it takes more than an example. */
  readonly positions?: number | undefined;
  /** Few-shot: so many examples of each class. */
  readonly perClass?: number | undefined;
}

/** Held-out examples are read so many times while a run lasts. */
const EVALUATIONS = 3;

export function fineTuning(name: string, settings: FinetuneSettings): RunConfigInput {
  const {
    corpus,
    size,
    made = 'gpt',
    set,
    train,
    validation,
    objective,
    training,
    tuning,
    rate,
    steps,
  } = settings;
  const { more = [], perClass } = settings;
  const longest = longestOf([corpus, ...more.map((one) => one.corpus)]);
  const { length = longest, positions = length } = settings;
  const { per_device_train_batch_size: batch = LISTING_BATCH } = training;
  const base = common(corpus, size, made, positions);
  const { prompt = base.sample.prompt } = settings;
  return {
    ...base,
    name,
    sample: { ...base.sample, prompt },
    data: {
      ...base.data,
      examples: { set, train, validation, per_class: perClass },
      ...(more.length > 0 && {
        more_examples: more.map((one) => ({
          set: one.set,
          train: one.train,
          validation: one.validation,
        })),
      }),
    },
    objectives: [objective, ...more.map((one) => one.objective)],
    tuning,
    training: {
      lr_scheduler_type: 'linear',
      eval_windows: Math.max(validation, ...more.map((one) => one.validation)),
      ...(positions > length && { max_length: length }),
      eval_steps: Math.max(1, Math.ceil(steps / EVALUATIONS)),
      ...training,
      ...(training.max_steps === undefined && {
        num_train_epochs: training.num_train_epochs ?? LISTING_EPOCHS,
      }),
      per_device_train_batch_size: batch,
      max_steps: steps,
      learning_rate: training.learning_rate ?? rate,
    },
  };
}
