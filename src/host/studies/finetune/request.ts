// From what was chosen on the page or the command line to what a fine-tuning study is asked.
import {
  fewShotEpochs,
  fineTuning,
  PROMPT_LENGTH,
  pretraining,
  scaledWarmup,
  TRAINING_ARGUMENTS,
  METHOD_DEFAULTS,
  type FinetuneMethod,
  type MadeModel,
  type FinetuneSettings,
  type FinetuneSize,
} from '../../../experiments/finetune';
import type { FinetuneArm, FinetuneRequest } from '../../protocol/finetune';
import type { FoundExamples } from '../../../training/data/examples/exampleRows';
import {
  EXAMPLE_SETS,
  examplesOfSet,
  OWN_EXAMPLES,
  type ExampleSet,
} from '../../../training/data/examples/exampleSets';
import {
  readTrainingArguments,
  type ReadArguments,
} from '../../../training/io/arguments/trainingArguments';
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import { stepsFor } from '../../../training/run/duration';
import { warmupStepsOf } from '../../../training/run/learningRate';
import type { FinetuningConfig, Quantization } from '../../../training/run/finetuningConfig';
import type { ObjectiveConfig } from '../../../training/run/objectiveConfig';
import type { BaseRef } from '../../../training/models/baseModel';

export type FinetunedMethod = Exclude<FinetuneMethod, 'scratch'>;

/** One; all ways with three seeds; a few examples of each class with five. */
export type FinetuneRuns = 'one' | 'compare' | 'few';

export interface FinetuneChoices {
  /** Null: a small one is made first. */
  readonly base: BaseRef | null;
  /** Of which kind. */
  readonly made: MadeModel;
  readonly set: string;
  readonly train: number;
  readonly method: FinetunedMethod;
  readonly blocks: number;
  readonly r: number;
  readonly lora_alpha: number;
  readonly lora_dropout: number;
  readonly use_rslora: boolean;
  /** Of the base of QLoRA, and of what quantization-aware fine-tuning rounds to. */
  readonly quantization: Quantization;
  /** Of preference pairs. */
  readonly beta: number;
  readonly label_smoothing: number;
  /** Null: the usual one of the method. */
  readonly rate: number | null;
  readonly runs: FinetuneRuns;
  /** Of each class, where they are few. */
  readonly shots: number;
  /** TrainingArguments as they were typed. */
  readonly json: string;
}

export const FINETUNE_DEFAULTS: FinetuneChoices = {
  base: null,
  made: 'gpt',
  set: 'reviews',
  train: 256,
  method: 'full',
  blocks: 1,
  r: 4,
  lora_alpha: 8,
  lora_dropout: 0,
  use_rslora: false,
  quantization: 'int4',
  beta: 0.1,
  label_smoothing: 0,
  rate: null,
  runs: 'one',
  shots: 8,
  json: TRAINING_ARGUMENTS,
};

const SEEDS = { one: [1], compare: [1, 2, 3], few: [1, 2, 3, 4, 5] };
const COMPARED: readonly FinetuneMethod[] = ['full', 'lora', 'scratch'];

/** Tokens of an example that is not from the box. */
const OWN_LENGTH = 64;
const LOADED_LENGTH = 128;
const OWN_HELD_OUT = 512;

export const isOwn = ({ set }: Pick<FinetuneChoices, 'set'>): boolean => set === OWN_EXAMPLES;

export const setOf = ({ set }: Pick<FinetuneChoices, 'set'>): ExampleSet =>
  EXAMPLE_SETS.find(({ id }) => id === set) ?? EXAMPLE_SETS[0]!;

export interface ReadChoices extends ReadArguments {
  readonly steps: number;
  readonly warmup: number;
}

/** Examples that are learned from, as far as that is known before they are read. */
function examplesToLearn(choices: FinetuneChoices, own?: FoundExamples | null): number {
  const { runs, shots, train } = choices;
  const labels = isOwn(choices) ? (own?.labels ?? []) : setOf(choices).labels;
  if (runs === 'few' && labels.length > 0) return shots * labels.length;
  return Math.min(train, isOwn(choices) && own ? own.examples.length : Infinity);
}

/** @throws BenchtopError not_json */
export function readChoices(choices: FinetuneChoices, own?: FoundExamples | null): ReadChoices {
  const { training: given, ...rest } = readTrainingArguments(choices.json);
  const { per_device_train_batch_size: batch = 8, warmup_steps: requested = 0 } = given;
  const train = examplesToLearn(choices, own);
  const { num_train_epochs: wanted = 3 } = given;
  const isFew = choices.runs === 'few' && given.max_steps === undefined;
  const epochs = isFew ? fewShotEpochs(wanted, batch, train) : wanted;
  const read = {
    ...given,
    ...(given.max_steps === undefined && { num_train_epochs: epochs }),
  };
  const steps = stepsFor(read, train);
  const isListing = choices.json === TRAINING_ARGUMENTS;
  const warmup = isListing ? scaledWarmup(requested, steps) : warmupStepsOf(requested, steps);
  return { ...rest, training: { ...read, warmup_steps: warmup }, steps, warmup };
}

function finetuningOf(choices: FinetuneChoices, method: FinetuneMethod): FinetuningConfig {
  const { r, lora_alpha, lora_dropout, use_rslora, quantization, blocks } = choices;
  const { tuning } = METHOD_DEFAULTS[method];
  switch (tuning.method) {
    case 'lora': {
      const adapter = { ...tuning, r, lora_alpha, lora_dropout, use_rslora };
      return tuning.quantization ? { ...adapter, quantization } : adapter;
    }
    case 'full':
      return tuning.fake_quantize ? { ...tuning, fake_quantize: quantization } : tuning;
    case 'last_blocks':
      return { ...tuning, blocks };
    case 'head':
      return tuning;
  }
}

/** Models that were trained for long take a far smaller step than one that was made here. */
const LOADED_RATE: Readonly<Record<FinetuneMethod, number>> = {
  full: 5e-5,
  lora: 2e-4,
  dora: 2e-4,
  qlora: 2e-4,
  qat: 5e-5,
  last_blocks: 5e-5,
  head: 1e-3,
  scratch: 1e-3,
};

export const usualRate = (
  method: FinetuneMethod,
  { base }: Pick<FinetuneChoices, 'base'>,
): number => (base?.kind === 'loaded' ? LOADED_RATE[method] : METHOD_DEFAULTS[method].rate);

/** In tokens: of an example, and what the model that is made here can take. */
function lengthsOf(choices: FinetuneChoices): Pick<FinetuneSettings, 'length' | 'positions'> {
  const length = isOwn(choices) ? OWN_LENGTH : undefined;
  return { length, positions: choices.runs === 'few' ? PROMPT_LENGTH : length };
}

/** Whether one answer of two is preferred, as far as that is known before the examples are read. */
export const isPreference = (
  choices: Pick<FinetuneChoices, 'set'>,
  own?: Pick<FoundExamples, 'examples'> | null,
): boolean =>
  isOwn(choices)
    ? own?.examples[0]?.rejected !== undefined
    : (setOf(choices).isPreference ?? false);

function objectiveOf(
  choices: FinetuneChoices,
  labels: readonly string[],
  own?: FoundExamples | null,
): ObjectiveConfig {
  const { beta, label_smoothing } = choices;
  if (isPreference(choices, own)) return { kind: 'dpo', beta, label_smoothing };
  return { kind: labels.length === 0 ? 'answer' : 'classify' };
}

/** An encoder-decoder is asked what it learns to answer. */
function promptOf(choices: FinetuneChoices, own?: FoundExamples | null): string | undefined {
  if (choices.base || choices.made !== 't5') return undefined;
  if (isOwn(choices)) return own?.examples[0]?.text;
  const set = setOf(choices);
  return examplesOfSet(set, { set: set.id, train: 1, validation: 1 }, 1).validation[0]?.text;
}

export function configOf(
  choices: FinetuneChoices,
  method: FinetuneMethod,
  size: FinetuneSize,
  own?: FoundExamples | null,
): RunConfig {
  const set = setOf(choices);
  const corpus = set.corpus;
  const { rate, train, base, runs, shots } = choices;
  const labels = isOwn(choices) ? (own?.labels ?? ['']) : set.labels;
  const { training: read, steps } = readChoices(choices, own);
  const config = fineTuning(method, {
    corpus,
    size,
    made: choices.made,
    prompt: promptOf(choices, own),
    set: isOwn(choices) ? OWN_EXAMPLES : set.id,
    train,
    steps,
    validation: isOwn(choices) ? (own?.heldOut?.length ?? OWN_HELD_OUT) : set.validation,
    objective: objectiveOf(choices, labels, own),
    training: base ? { max_length: LOADED_LENGTH, ...read } : read,
    ...lengthsOf(choices),
    ...(runs === 'few' && labels.length > 0 && { perClass: shots }),
    tuning: finetuningOf(choices, method),
    rate: rate ?? usualRate(method, choices),
  });
  // What another model has read is known where that is opened.
  const data = base ? { ...config.data, corpus: 'task' } : config.data;
  return runConfigSchema.parse({ ...config, data, ...(base && { base }) });
}

/** In place of those that `runs` names. */
interface Wanted {
  readonly methods?: readonly FinetuneMethod[];
  readonly seeds?: readonly number[];
}

/** @throws BenchtopError not_json */
export function finetuneRequest(
  choices: FinetuneChoices,
  size: FinetuneSize,
  own?: FoundExamples | null,
  wanted: Wanted = {},
): FinetuneRequest {
  const { base, runs, method } = choices;
  const corpus = setOf(choices).corpus;
  const methods = wanted.methods ?? (runs === 'compare' ? COMPARED : [method]);
  return {
    ...(base
      ? { base }
      : {
          pretrain: runConfigSchema.parse(
            pretraining(corpus, size, lengthsOf(choices).positions, choices.made),
          ),
        }),
    seeds: wanted.seeds ?? SEEDS[runs],
    inContext: runs === 'few',
    ...(isOwn(choices) && own && { examples: own }),
    arms: methods.map((id): FinetuneArm => {
      const { base: _base, ...config } = configOf(choices, id, size, own);
      return { id, config, startsFromBase: id !== 'scratch' };
    }),
  };
}
