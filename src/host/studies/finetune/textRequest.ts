// Continued pretraining as a fine-tuning study: texts in place of examples.
import {
  METHOD_DEFAULTS,
  pretraining,
  scaledWarmup,
  TRAINING_ARGUMENTS,
  type FinetuneMethod,
  type FinetuneSize,
} from '../../../experiments/finetune';
import type { FinetuneArm, FinetuneRequest } from '../../protocol/finetune';
import { ownKind } from '../../../training/models/families';
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import { warmupStepsOf } from '../../../training/run/learningRate';
import { withTextRows } from '../../../training/run/texts/textRows';
import type { ReadArguments } from '../../../training/io/arguments/trainingArguments';
import {
  augmentedBy,
  COMPARED,
  finetuningOf,
  LOADED_LENGTH,
  SEEDS,
  usualRate,
  type Family,
  type FinetuneChoices,
  type ReadChoices,
  type Wanted,
} from './choices';

/** The base that is made here reads stories. */
const MADE_ON = 'story';
/** Held-out losses of a curve. */
const EVALUATIONS = 8;
const WINDOWS = 64;

/** Texts have no epochs here: the number of steps is chosen. */
export function textTraining(
  choices: FinetuneChoices,
  { num_train_epochs: _epochs, ...given }: ReadArguments['training'],
) {
  const steps = given.max_steps ?? choices.steps;
  const { warmup_steps: requested = 0 } = given;
  const isListing = choices.json === TRAINING_ARGUMENTS;
  const warmup = isListing ? scaledWarmup(requested, steps) : warmupStepsOf(requested, steps);
  return { training: { ...given, max_steps: steps, warmup_steps: warmup }, steps, warmup };
}

/** `family`: of the base, where it is known before it is opened. */
export function textConfigOf(
  choices: FinetuneChoices,
  method: FinetuneMethod,
  size: FinetuneSize,
  { training: read, steps }: ReadChoices,
  family?: Family,
): RunConfig {
  const { base, made, rate, texts } = choices;
  const template = runConfigSchema.parse(pretraining(MADE_ON, size, undefined, made));
  const { objectives: own, ...rest } = template;
  const kind = family && ownKind(family);
  const changes = augmentedBy(choices);
  const isUsual = kind === 'causal_lm' && choices.augmentations.length === 0;
  const named = kind && !isUsual ? [{ kind, ...changes }] : undefined;
  const objectives = named ?? (base ? undefined : own);
  const config = withTextRows({ ...rest, ...(objectives && { objectives }) }, texts);
  const { min_learning_rate: _least, warmup_steps: _warmup, ...training } = template.training;
  return runConfigSchema.parse({
    ...config,
    name: method,
    ...(base && { base }),
    tuning: finetuningOf(choices, method),
    training: {
      ...training,
      lr_scheduler_type: 'linear',
      eval_windows: WINDOWS,
      eval_steps: Math.max(1, Math.ceil(steps / EVALUATIONS)),
      ...(base && { max_length: LOADED_LENGTH }),
      ...read,
      learning_rate: read.learning_rate ?? rate ?? usualRate(method, choices),
    },
  });
}

export function textRequest(
  choices: FinetuneChoices,
  size: FinetuneSize,
  read: ReadChoices,
  wanted: Wanted = {},
): FinetuneRequest {
  const { base, made, runs, method, general } = choices;
  const compared = runs === 'compare' ? COMPARED : [method];
  const methods = (wanted.methods ?? compared).filter((one) => one in METHOD_DEFAULTS);
  const arms = methods.map((id): FinetuneArm => {
    const { base: _base, ...config } = textConfigOf(choices, id, size, read, wanted.family);
    return { id, config, startsFromBase: id !== 'scratch' };
  });
  return {
    ...(base
      ? { base }
      : { pretrain: runConfigSchema.parse(pretraining(MADE_ON, size, undefined, made)) }),
    seeds: wanted.seeds ?? SEEDS[runs === 'few' ? 'one' : runs],
    arms,
    text: { data: arms[0]!.config.data },
    ...(general !== null && { general: { data: { corpus: general } } }),
  };
}
