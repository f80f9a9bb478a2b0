// From what was chosen on the page to what the engine is asked.
import {
  fineTuning,
  pretraining,
  scaledWarmup,
  TUNING,
  type TuneMethod,
  type TuneSize,
} from '../../experiments/tune';
import type { TuneArm, TuneRequest } from '../../host/tuneResult';
import { EXAMPLE_SETS, type ExampleSet } from '../../training/data/exampleSets';
import { readTrainingArguments, type ReadArguments } from '../../training/io/trainingArguments';
import { runConfigSchema, type RunConfig } from '../../training/run/config';
import type { TuningConfig } from '../../training/run/tuningConfig';
import type { TuneChoices } from './tuneStore';

const SEEDS = [1, 2, 3];
const COMPARED: readonly TuneMethod[] = ['full', 'lora', 'scratch'];

export const setOf = ({ set }: Pick<TuneChoices, 'set'>): ExampleSet =>
  EXAMPLE_SETS.find(({ id }) => id === set) ?? EXAMPLE_SETS[0]!;

export interface ReadChoices extends Omit<ReadArguments, 'training'> {
  readonly training: ReadArguments['training'];
  readonly steps: number;
  readonly warmup: number;
}

/** @throws BenchtopError not_json */
export function readChoices({ json, train }: Pick<TuneChoices, 'json' | 'train'>): ReadChoices {
  const { training: read, ...rest } = readTrainingArguments(json);
  const {
    num_train_epochs: epochs = 3,
    per_device_train_batch_size: batch = 8,
    warmup_steps: asked = 0,
  } = read;
  const steps = Math.ceil((epochs * train) / batch);
  const warmup = asked < 1 ? Math.round(asked * steps) : scaledWarmup(asked, steps);
  return { ...rest, training: { ...read, warmup_steps: warmup }, steps, warmup };
}

function tuningOf(choices: TuneChoices, method: TuneMethod): TuningConfig {
  const { r, lora_alpha, lora_dropout, blocks } = choices;
  if (method === 'lora') return { method, r, lora_alpha, lora_dropout };
  if (method === 'last_blocks') return { method, blocks };
  return TUNING[method].tuning;
}

/** Models that were trained for long take a far smaller step than one that was made here. */
const LOADED_RATE = { full: 5e-5, lora: 2e-4, last_blocks: 5e-5, head: 1e-3, scratch: 1e-3 };

export const usualRate = (method: TuneMethod, { base }: Pick<TuneChoices, 'base'>): number =>
  base?.kind === 'loaded' ? LOADED_RATE[method] : TUNING[method].rate;

export function configOf(choices: TuneChoices, method: TuneMethod, size: TuneSize): RunConfig {
  const set = setOf(choices);
  const corpus = set.corpus;
  const { rate, train, base } = choices;
  const config = fineTuning(method, {
    corpus,
    size,
    set: set.id,
    train,
    validation: set.validation,
    isAnswer: set.labels.length === 0,
    training: readChoices(choices).training,
    tuning: tuningOf(choices, method),
    rate: rate ?? usualRate(method, choices),
  });
  // A model that was brought in has a text of its own, which is not here.
  const data = base?.kind === 'loaded' ? { ...config.data, corpus: 'task' } : config.data;
  return runConfigSchema.parse({ ...config, data, ...(base && { base }) });
}

/** @throws BenchtopError not_json */
export function tuneRequest(choices: TuneChoices, size: TuneSize): TuneRequest {
  const { base, isComparison, method } = choices;
  const corpus = setOf(choices).corpus;
  const methods = isComparison ? COMPARED : [method];
  return {
    ...(base ? { base } : { pretrain: runConfigSchema.parse(pretraining(corpus, size)) }),
    seeds: isComparison ? SEEDS : SEEDS.slice(0, 1),
    arms: methods.map((id): TuneArm => {
      const { base: _base, ...config } = configOf(choices, id, size);
      return { id, config, startsFromBase: id !== 'scratch' };
    }),
  };
}
