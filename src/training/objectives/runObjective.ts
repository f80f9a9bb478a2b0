// From a run's config to what it trains on: the model, its objectives, the batches of every step, and
// what held-out evaluation reads. Needs no device.
import { BenchtopError } from '../../gpu/errors';
import { algorithmicTask } from '../data/corpora/tasks';
import type { EncoderDecoderModel, EncoderModel, LanguageModel, Model } from '../models/interfaces';
import { buildEncoder, buildEncoderDecoder, buildModel } from '../models/model';
import { usualPooling, type ClassifierFacts } from '../nn/classifier';
import type { RunConfig } from '../run/config';
import { readingAt } from '../run/texts/textSchedule';
import {
  isEncoderDecoderFamily,
  isEncoderFamily,
  isGenerativeFamily,
  ownKind,
} from '../models/families';
import type { BatchShape, Minimized } from '../run/objective';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import type { ParameterSpec } from '../parameters';
import { algorithmTerm } from './terms/algorithm';
import { answerTerm } from './terms/answer';
import { augmentedExamples, type Augmented } from './augmented';
import { augmentedCausalTerm } from './terms/augmentedCausal';
import { causalTerm } from './terms/causal';
import { classifyTerm } from './terms/classify';
import { combine, writeBatches } from './combine';
import { contrastiveTerm } from './terms/contrastive';
import { dpoTerm } from './terms/dpo';
import { maskedLmTerm } from './terms/maskedLm';
import { nextSentenceTerm } from './terms/nextSentence';
import type { ExampleData } from './exampleData';
import type { LossTerm, Place } from './lossTerm';
import { evaluatedOn, generalOf, ownTexts } from './runTexts';
import type { TextData } from './source';
import { sequenceToSequenceTerm } from './terms/sequenceToSequence';
import { noiseOf, spanCorruptionTerm } from './terms/spanCorruption';

/** What one held-out score is measured on. */
export interface EvaluationSet {
  /** `train`, `validation`, or the text. */
  readonly name: string;
  readonly examples: number;
  /** Of terms that have fewer. */
  readonly examplesOf: ReadonlyMap<LossTerm, number>;
  /** Each as `Trainer.score` takes it. */
  readonly batches: readonly Int32Array<ArrayBuffer>[];
  /** Terms that are measured on it. */
  readonly counted: ReadonlySet<LossTerm>;
}

export interface RunObjective {
  readonly model: Model;
  /** The model, where it continues text. */
  readonly language: LanguageModel | null;
  /** The model, where it reads one text and writes another. */
  readonly encoderDecoder: EncoderDecoderModel | null;
  /** The loss is one that the entropy of the text bounds from below. */
  readonly isCausal: boolean;
  readonly terms: readonly LossTerm[];
  /** Measured on held-out text, but not learned: what may be forgotten. */
  readonly watched: readonly LossTerm[];
  /** Some term compares the model with the one that the run started from. */
  readonly needsReference: boolean;
  /** Where it learns to classify. */
  readonly classifier: ClassifierFacts | undefined;
  /** Parameters beside the model's. */
  readonly heads: readonly ParameterSpec[];
  /** Those of the one output layer that the model is exported with. */
  readonly ownHead: readonly ParameterSpec[];
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly training: Minimized;
  readonly evaluation: Minimized;
  readonly batchesOf: (step: number) => Int32Array<ArrayBuffer>;
  /** The last is the one that the run is about. */
  readonly evaluationSets: () => EvaluationSet[];
  /** Where that set has the examples of a term. */
  readonly heldOutOf: (term: LossTerm) => Place;
}

type Models = Record<'language', () => LanguageModel> &
  Record<'encoder', () => EncoderModel> &
  Record<'both', () => EncoderDecoderModel>;

const CAUSAL: ObjectiveConfig = { kind: 'causal_lm' };

/** Examples that held-out evaluation reads at once; those of tasks are short. */
const TEXT_ROWS = 16;
const TASK_ROWS = 256;
/** A large vocabulary is scored in smaller batches: its logits are what takes the memory. */
const SCORED_LOGIT_BYTES = 64 * 2 ** 20;
const FORGETTING_WINDOWS = 64;
const FORGETTING = 'forgetting';

/** What a run minimizes; causal language modelling where its config says nothing. */
export const objectivesOf = ({
  objectives,
}: Pick<RunConfig, 'objectives'>): readonly ObjectiveConfig[] => objectives ?? [CAUSAL];

const namedSet = (config: ObjectiveConfig): string | undefined =>
  'examples' in config ? config.examples : undefined;

/** Objectives of one kind are distinguished by the corpus, or the set, that they read. */
function nameOf(config: ObjectiveConfig, all: readonly ObjectiveConfig[]): string {
  const set = namedSet(config);
  if (set !== undefined) return `${config.kind}_${set}`;
  const alike = all.filter(({ kind }) => kind === config.kind).length;
  return alike > 1 && config.corpus ? `${config.kind}_${config.corpus}` : config.kind;
}

/** Each has a curve and a weight of its own. */
function refuseTwins(configs: readonly ObjectiveConfig[]): void {
  const names = configs.map((one) => nameOf(one, configs));
  const twin = configs.find((_one, index) => names.indexOf(names[index]!) !== index);
  if (!twin) return;
  const { kind } = twin;
  const corpus = namedSet(twin) ?? twin.corpus ?? '–';
  throw new BenchtopError(
    'objective_listed_twice',
    `The objective ${kind} is listed twice on the text "${corpus}". Remove one.`,
    { kind, corpus },
  );
}

const firstSeesItself = (family: string): BenchtopError =>
  new BenchtopError(
    'pooling_sees_nothing',
    `The first token of a ${family} model sees nothing but itself: pool by the last one or the mean.`,
    { family },
  );

function examplesOf({ examples, exampleSets }: TextData, set?: string): ExampleData {
  const found = set === undefined ? examples : exampleSets?.get(set);
  if (found) return found;
  if (set !== undefined && examples) throw unknownSet(set);
  throw new BenchtopError(
    'examples_missing',
    'The run trains on examples, but none were supplied. Import the dataset first.',
  );
}

const unknownSet = (set: string): BenchtopError =>
  new BenchtopError(
    'objective_unknown_examples',
    `An objective reads "${set}", which is not among the run's sets of examples.`,
    { set },
  );

const hasEncoderBeside = ({ model }: RunConfig): boolean => isEncoderDecoderFamily(model.family);

const answersBehind = (
  model: EncoderDecoderModel,
  data: TextData,
  examples: ExampleData,
  { augmentations, ...common }: Augmented,
): LossTerm =>
  sequenceToSequenceTerm(model, examples, {
    ...common,
    seed: data.seed,
    pad: data.special.pad,
    exampleAt: augmentedExamples(examples, data, augmentations),
  });

/** The first output layer is the model's own; those of other sets stand beside it under their term's name. */
function headOf(one: ObjectiveConfig, name: string, config: RunConfig): string {
  const first = objectivesOf(config).find(({ kind }) => kind === 'classify');
  return first === one ? '' : `${name}.`;
}

function termOf(
  one: ObjectiveConfig,
  name: string,
  config: RunConfig,
  data: TextData,
  models: Models,
): LossTerm {
  const { training } = config;
  const common = { name, weight: one.weight ?? 1 };
  const { augmentations } = 'augmentations' in one ? one : {};
  const augmented: Augmented = { ...common, augmentations };
  const windows = { evalWindows: training.eval_windows };
  switch (one.kind) {
    case 'causal_lm':
      return one.augmentations
        ? augmentedCausalTerm(models.language(), data, { ...augmented, ...windows })
        : causalTerm(models.language(), data, { ...common, ...windows });
    case 'masked_lm': {
      const { mlm_probability = 0.15, whole_words = false } = one;
      return maskedLmTerm(models.encoder(), data, { ...augmented, mlm_probability, whole_words });
    }
    case 'next_sentence':
      return nextSentenceTerm(models.encoder(), data, common);
    case 'contrastive': {
      const { temperature = 0.1, augmentations } = one;
      return contrastiveTerm(models.encoder(), data, { ...common, temperature, augmentations });
    }
    case 'span_corruption': {
      return spanCorruptionTerm(models.both(), data, { ...augmented, ...noiseOf(one) });
    }
    case 'classify': {
      const examples = examplesOf(data, one.examples);
      if (hasEncoderBeside(config)) return answersBehind(models.both(), data, examples, augmented);
      const { model } = config;
      const { family } = model;
      const isEncoder = isEncoderFamily(family);
      const { pooling = usualPooling(family) } = one;
      if (pooling === 'cls' && !isEncoder) throw firstSeesItself(family);
      const reader = isEncoder
        ? ({ kind: 'encoder', model: models.encoder() } as const)
        : ({ kind: 'decoder', model: models.language() } as const);
      return classifyTerm(reader, examples, {
        ...common,
        pooling,
        prefix: headOf(one, name, config),
        config: model,
        seed: data.seed,
        exampleAt: augmentedExamples(examples, data, one.augmentations),
      });
    }
    case 'answer': {
      const examples = examplesOf(data, one.examples);
      if (hasEncoderBeside(config)) return answersBehind(models.both(), data, examples, augmented);
      return answerTerm(models.language(), examples, {
        ...common,
        seed: data.seed,
        exampleAt: augmentedExamples(examples, data, one.augmentations, true),
      });
    }
    case 'dpo': {
      const { beta = 0.1, label_smoothing = 0 } = one;
      const own = { ...common, seed: data.seed, beta, label_smoothing };
      return dpoTerm(models.language(), examplesOf(data), own);
    }
    case 'algorithm': {
      const task = algorithmicTask(one.algorithm, one.train_share ?? 0.9, data.seed);
      return algorithmTerm(models.language(), task, common);
    }
  }
}

/**
 * `withTeacher`: what is learned in place of a term.
 * @throws BenchtopError wrong_family | pooling_sees_nothing | objective_unknown_corpus, and what a model's config may be refused for
 */
export function runObjective(
  config: RunConfig,
  data: TextData,
  withTeacher: (term: LossTerm, index: number) => LossTerm = (term) => term,
): RunObjective {
  const { training } = config;
  const { vocabSize } = data.special;
  const built: Model[] = [];
  const once = <M extends Model>(build: () => M): (() => M) => {
    let model: M | undefined;
    return () => {
      if (!model) built.push((model = build()));
      return model;
    };
  };
  const models: Models = {
    language: once(() => buildModel(config.model, vocabSize)),
    encoder: once(() => buildEncoder(config.model, vocabSize)),
    both: once(() => buildEncoderDecoder(config.model, vocabSize)),
  };
  const configs = objectivesOf(config);
  refuseTwins(configs);
  const terms = configs.map((one) => termOf(one, nameOf(one, configs), config, data, models));
  const first = terms.find((term) => term.classifier);
  const learned = terms.map(withTeacher);
  const watched = watchedOf(config, data, models);
  const isDecoder = isGenerativeFamily(config.model.family);
  const seqLen = lengthOf(config);
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const isTask = configs.some(({ kind }) => kind === 'algorithm');
  const rows = isTask ? TASK_ROWS : TEXT_ROWS;
  const fitting = Math.max(1, Math.floor(SCORED_LOGIT_BYTES / (4 * seqLen * vocabSize)));
  const evaluationShape = { batch: Math.min(rows, training.eval_windows, fitting), seqLen };
  const own = new Map([
    ...ownTexts(terms, configs, watched, data),
    ...ownTexts(learned, configs, watched, data),
  ]);
  const reading = readingAt(data.schedule, training.max_steps, data.seed);
  const times = training.gradient_accumulation_steps;
  const read = (step: number, batch: number) => reading(step, step * times + batch);
  return {
    model: built[0]!,
    language: isDecoder ? models.language() : null,
    encoderDecoder: hasEncoderBeside(config) ? models.both() : null,
    isCausal: configs.length === 1 && configs[0]!.kind === 'causal_lm',
    terms,
    watched,
    needsReference: terms.some((term) => term.needsReference),
    classifier: first?.classifier,
    heads: terms.flatMap(({ parameters = [] }) => parameters),
    ownHead: first?.parameters ?? [],
    shape,
    evaluationShape,
    training: combine(learned, shape, times),
    evaluation: combine([...terms, ...watched], evaluationShape),
    batchesOf: (step) =>
      writeBatches(learned, shape, times, (term, batch) => {
        const text = own.get(term);
        return {
          split: 'train',
          index: step * times + batch,
          sourceOf: text === undefined ? read(step, batch) : () => text,
        };
      }),
    evaluationSets: () => {
      const scored = [...terms, ...watched];
      const plans = evaluatedOn(configs, data, training.max_steps);
      return plans.map(({ name, split, source }, index) => {
        const placeOf = (term: LossTerm): Place => ({ split, source: own.get(term) ?? source });
        const examples = terms.reduce(
          (least, term) =>
            Math.min(least, term.examples?.(placeOf(term), evaluationShape) ?? least),
          training.eval_windows,
        );
        // Each set of several is measured on all that is held out of it.
        const apart = terms.filter((_, index) => namedSet(configs[index]!) !== undefined);
        const examplesOf = new Map(
          [...watched, ...apart].map((term) => [
            term,
            Math.min(
              watched.includes(term) ? Infinity : training.eval_windows,
              term.examples?.(placeOf(term), evaluationShape) ?? examples,
            ),
          ]),
        );
        const most = Math.max(examples, ...apart.map((term) => examplesOf.get(term)!));
        const count = Math.ceil(most / evaluationShape.batch);
        const batches = Array.from({ length: count }, (_, batch) =>
          writeBatches(scored, evaluationShape, 1, (term) => {
            const { source: text } = placeOf(term);
            return { split, index: batch, sourceOf: () => text };
          }),
        );
        // What has a text of its own is measured once.
        const isLast = index === plans.length - 1;
        const counted = new Set(scored.filter((term) => isLast || !own.has(term)));
        return { name, examples, examplesOf, batches, counted };
      });
    },
    heldOutOf: (term) => {
      const { split, source } = evaluatedOn(configs, data, training.max_steps).at(-1)!;
      return { split, source: own.get(term) ?? source };
    },
  };
}

/** Tokens of a sequence; more than the model's own would have no place. */
export const lengthOf = ({ model, training }: RunConfig): number =>
  Math.min(model.n_positions, training.max_length ?? model.n_positions);

/** Tokens of an answer behind an encoder. */
export function targetLengthOf(config: RunConfig): number {
  const own = objectivesOf(config).flatMap((one) =>
    one.kind === 'answer' ? (one.max_target_length ?? []) : [],
  );
  return Math.min(config.model.n_positions, ...(own.length > 0 ? own : [lengthOf(config)]));
}

/** What the base can do is measured by its own kind of loss, where its text is at hand. */
function watchedOf(config: RunConfig, data: TextData, models: Models): readonly LossTerm[] {
  if (generalOf(config, objectivesOf(config), data) === undefined) return [];
  const kind = ownKind(config.model.family);
  const evalWindows = Math.min(FORGETTING_WINDOWS, config.training.eval_windows);
  const inFew = { ...config, training: { ...config.training, eval_windows: evalWindows } };
  return [termOf({ kind }, FORGETTING, inFew, data, models)];
}
