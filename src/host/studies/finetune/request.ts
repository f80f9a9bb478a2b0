// From what was chosen on the page or the command line to what a fine-tuning study is asked.
import {
  fewShotEpochs,
  fineTuning,
  PROMPT_LENGTH,
  pretraining,
  scaledWarmup,
  TRAINING_ARGUMENTS,
  type FinetuneMethod,
  type FinetuneSettings,
  type MoreExamples,
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
import { readTrainingArguments } from '../../../training/io/arguments/trainingArguments';
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import { stepsFor } from '../../../training/run/duration';
import { warmupStepsOf } from '../../../training/run/learningRate';
import type { ObjectiveConfig } from '../../../training/run/objectiveConfig';
import {
  augmentedBy,
  COMPARED,
  finetuningOf,
  learnsText,
  LOADED_LENGTH,
  SEEDS,
  usualRate,
  type Family,
  type FinetuneChoices,
  type ReadChoices,
  type Wanted,
} from './choices';
import { textConfigOf, textRequest, textTraining } from './textRequest';

export { FINETUNE_DEFAULTS, learnsText, PLAIN_TEXT, usualRate } from './choices';
export type {
  Family,
  FinetuneChoices,
  FinetunedMethod,
  FinetuneRuns,
  MoreSet,
  ReadChoices,
} from './choices';

/** Tokens of an example that is not from the box. */
const OWN_LENGTH = 64;
const OWN_HELD_OUT = 512;

export const isOwn = ({ set }: Pick<FinetuneChoices, 'set'>): boolean => set === OWN_EXAMPLES;

export const setOf = ({ set }: Pick<FinetuneChoices, 'set'>): ExampleSet =>
  EXAMPLE_SETS.find(({ id }) => id === set) ?? EXAMPLE_SETS[0]!;

/** Preference pairs and plain text are learned alone. */
export const isMulti = (choices: FinetuneChoices, own?: FoundExamples | null): boolean =>
  choices.more.length > 0 && !learnsText(choices) && !isPreference(choices, own);

/** Examples that are learned from, as far as that is known before they are read. */
function examplesToLearn(choices: FinetuneChoices, own?: FoundExamples | null): number {
  const { runs, shots, train } = choices;
  const labels = isOwn(choices) ? (own?.labels ?? []) : setOf(choices).labels;
  if (isMulti(choices, own)) {
    // The largest is gone through once in an epoch.
    const { more, ...first } = choices;
    const alone = examplesToLearn({ ...first, more: [], runs: 'one' }, own);
    return Math.max(alone, ...more.map((one) => one.train));
  }
  if (runs === 'few' && labels.length > 0) return shots * labels.length;
  return Math.min(train, isOwn(choices) && own ? own.examples.length : Infinity);
}

/** @throws BenchtopError not_json */
export function readChoices(choices: FinetuneChoices, own?: FoundExamples | null): ReadChoices {
  const { training: given, ...rest } = readTrainingArguments(choices.json);
  if (learnsText(choices)) return { ...rest, ...textTraining(choices, given) };
  const { per_device_train_batch_size: batch = 8, warmup_steps: requested = 0 } = given;
  const train = examplesToLearn(choices, own);
  const { num_train_epochs: wanted = 3 } = given;
  const isFew = isFewShot(choices, own) && given.max_steps === undefined;
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

/** Several sets are compared and tuned with all of their examples. */
const isFewShot = (choices: FinetuneChoices, own?: FoundExamples | null): boolean =>
  choices.runs === 'few' && !isMulti(choices, own);

/** In tokens: of an example, and what the model that is made here can take. */
function lengthsOf(
  choices: FinetuneChoices,
  own?: FoundExamples | null,
): Pick<FinetuneSettings, 'length' | 'positions'> {
  const length = isOwn(choices) ? OWN_LENGTH : undefined;
  return { length, positions: isFewShot(choices, own) ? PROMPT_LENGTH : length };
}

/** Whether one answer of two is preferred, as far as that is known before the examples are read. */
export const isPreference = (
  choices: Pick<FinetuneChoices, 'set'>,
  own?: Pick<FoundExamples, 'examples'> | null,
): boolean =>
  isOwn(choices)
    ? own?.examples[0]?.rejected !== undefined
    : !learnsText(choices) && (setOf(choices).isPreference ?? false);

function objectiveOf(
  choices: FinetuneChoices,
  labels: readonly string[],
  own?: FoundExamples | null,
): ObjectiveConfig {
  const { beta, label_smoothing } = choices;
  if (isPreference(choices, own)) return { kind: 'dpo', beta, label_smoothing };
  return { kind: labels.length === 0 ? 'answer' : 'classify', ...augmentedBy(choices) };
}

/** What is learned of each of several sets, by its name. */
const ofSet = (set: string, weight: number, objective: ObjectiveConfig): ObjectiveConfig =>
  objective.kind === 'classify' || objective.kind === 'answer'
    ? { ...objective, examples: set, ...(weight !== 1 && { weight }) }
    : objective;

/** The further sets. */
const moreOf = (choices: FinetuneChoices): MoreExamples[] =>
  choices.more.map(({ set: id, train, weight }) => {
    const set = setOf({ set: id });
    const objective = objectiveOf({ ...choices, set: id }, set.labels);
    const { corpus, validation } = set;
    return { corpus, set: id, train, validation, objective: ofSet(id, weight, objective) };
  });

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
  family?: Family,
): RunConfig {
  if (learnsText(choices)) return textConfigOf(choices, method, size, readChoices(choices), family);
  const set = setOf(choices);
  const corpus = set.corpus;
  const { rate, train, base, shots } = choices;
  const isSeveral = isMulti(choices, own);
  const labels = isOwn(choices) ? (own?.labels ?? ['']) : set.labels;
  const { training: read, steps } = readChoices(choices, own);
  const id = isOwn(choices) ? OWN_EXAMPLES : set.id;
  const objective = objectiveOf(choices, labels, own);
  const config = fineTuning(method, {
    corpus,
    size,
    made: choices.made,
    prompt: promptOf(choices, own),
    set: id,
    train,
    steps,
    validation: isOwn(choices) ? (own?.heldOut?.length ?? OWN_HELD_OUT) : set.validation,
    objective: isSeveral ? ofSet(id, choices.weight, objective) : objective,
    ...(isSeveral && { more: moreOf(choices) }),
    training: base ? { max_length: LOADED_LENGTH, ...read } : read,
    ...lengthsOf(choices, own),
    ...(isFewShot(choices, own) && labels.length > 0 && { perClass: shots }),
    tuning: finetuningOf(choices, method),
    rate: rate ?? usualRate(method, choices),
  });
  // What another model has read is known where that is opened.
  const data = base ? { ...config.data, corpus: 'task' } : config.data;
  return runConfigSchema.parse({ ...config, data, ...(base && { base }) });
}

/** @throws BenchtopError not_json */
export function finetuneRequest(
  choices: FinetuneChoices,
  size: FinetuneSize,
  own?: FoundExamples | null,
  wanted: Wanted = {},
): FinetuneRequest {
  const { base, runs, method } = choices;
  if (learnsText(choices)) return textRequest(choices, size, readChoices(choices), wanted);
  const corpus = setOf(choices).corpus;
  const corpora = isMulti(choices, own) ? moreOf(choices).map((one) => one.corpus) : [];
  const methods = wanted.methods ?? (runs === 'compare' ? COMPARED : [method]);
  return {
    ...(base
      ? { base }
      : {
          pretrain: runConfigSchema.parse(
            pretraining(corpus, size, lengthsOf(choices, own).positions, choices.made, corpora),
          ),
        }),
    seeds: wanted.seeds ?? SEEDS[runs],
    inContext: isFewShot(choices, own),
    ...(isOwn(choices) && own && { examples: own }),
    arms: methods.map((id): FinetuneArm => {
      const { base: _base, ...config } = configOf(choices, id, size, own);
      return { id, config, startsFromBase: id !== 'scratch' };
    }),
  };
}
