// From a run's config to what it trains on: the model, its objectives, the batches of every step, and
// what held-out evaluation reads. Needs no device.
import { BenchtopError } from '../../gpu/errors';
import { algorithmicTask } from '../data/corpora/tasks';
import type { EncoderDecoderModel, EncoderModel, LanguageModel, Model } from '../models/interfaces';
import { buildEncoder, buildEncoderDecoder, buildModel } from '../models/model';
import { usualPooling, type ClassifierFacts } from '../nn/classifier';
import type { RunConfig } from '../run/config';
import { stepsOf } from '../run/learningRate';
import { isEncoderFamily, isGenerativeFamily } from '../models/families';
import type { BatchShape, Minimized } from '../run/objective';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import type { ParameterSpec } from '../parameters';
import { algorithmTerm } from './algorithm';
import { answerTerm } from './answer';
import { causalTerm } from './causal';
import { classifyTerm } from './classify';
import { combine, writeBatches } from './combine';
import { contrastiveTerm } from './contrastive';
import { dpoTerm } from './dpo';
import { maskedLmTerm } from './maskedLm';
import { nextSentenceTerm } from './nextSentence';
import type { ExampleData } from './exampleData';
import type { Draw, LossTerm, Split } from './lossTerm';
import type { TextData } from './source';
import { spanCorruptionTerm } from './spanCorruption';

/** What one held-out score is measured on. */
export interface EvaluationSet {
  /** `train`, `validation`, or the corpus. */
  readonly name: string;
  readonly examples: number;
  /** Of terms that have fewer. */
  readonly examplesOf: ReadonlyMap<LossTerm, number>;
  /** Each as `Trainer.score` takes it. */
  readonly batches: readonly Int32Array<ArrayBuffer>[];
}

export interface RunObjective {
  readonly model: Model;
  /** The model, where it can write text. */
  readonly language: LanguageModel | null;
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
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly training: Minimized;
  readonly evaluation: Minimized;
  readonly batchesOf: (step: number) => Int32Array<ArrayBuffer>;
  /** The last is the one that the run is about. */
  readonly evaluationSets: () => EvaluationSet[];
  /** Where that set has the examples of a term. */
  readonly heldOutOf: (term: LossTerm) => Omit<Draw, 'index'>;
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

/** What a run minimizes; causal language modelling where its config says nothing. */
export const objectivesOf = ({
  objectives,
}: Pick<RunConfig, 'objectives'>): readonly ObjectiveConfig[] =>
  objectives ?? [CAUSAL];

/** Objectives of one kind are distinguished by the corpus that they read. */
function nameOf(config: ObjectiveConfig, all: readonly ObjectiveConfig[]): string {
  const alike = all.filter(({ kind }) => kind === config.kind).length;
  return alike > 1 && config.corpus ? `${config.kind}_${config.corpus}` : config.kind;
}

const firstSeesItself = (family: string): BenchtopError =>
  new BenchtopError(
    'pooling_sees_nothing',
    `The first token of a ${family} model sees nothing but itself: pool by the last one or the mean.`,
    { family },
  );

function examplesOf({ examples }: TextData): ExampleData {
  if (examples) return examples;
  throw new BenchtopError(
    'examples_missing',
    'The run trains on examples, but none were supplied. Import the dataset first.',
  );
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
  switch (one.kind) {
    case 'causal_lm':
      return causalTerm(models.language(), data, { ...common, evalWindows: training.eval_windows });
    case 'masked_lm': {
      const { mlm_probability = 0.15, whole_words = false } = one;
      return maskedLmTerm(models.encoder(), data, { ...common, mlm_probability, whole_words });
    }
    case 'next_sentence':
      return nextSentenceTerm(models.encoder(), data, common);
    case 'contrastive': {
      const { temperature = 0.1, augmentations } = one;
      return contrastiveTerm(models.encoder(), data, { ...common, temperature, augmentations });
    }
    case 'span_corruption': {
      const { noise_density = 0.15, mean_noise_span_length = 3 } = one;
      const noise = { noise_density, mean_noise_span_length };
      return spanCorruptionTerm(models.both(), data, { ...common, ...noise });
    }
    case 'classify': {
      const { model } = config;
      const { family } = model;
      const isEncoder = isEncoderFamily(family);
      const { pooling = usualPooling(family) } = one;
      if (pooling === 'cls' && !isEncoder) throw firstSeesItself(family);
      const reader = isEncoder
        ? ({ kind: 'encoder', model: models.encoder() } as const)
        : ({ kind: 'decoder', model: models.language() } as const);
      return classifyTerm(reader, examplesOf(data), {
        ...common,
        pooling,
        config: model,
        seed: data.seed,
      });
    }
    case 'answer':
      return answerTerm(models.language(), examplesOf(data), { ...common, seed: data.seed });
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
 * `taught`: what is learned in place of a term.
 * @throws BenchtopError wrong_family | pooling_sees_nothing | objective_unknown_corpus, and what a model's config may be refused for
 */
export function runObjective(
  config: RunConfig,
  data: TextData,
  taught: (term: LossTerm, index: number) => LossTerm = (term) => term,
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
  const terms = configs.map((one) => termOf(one, nameOf(one, configs), config, data, models));
  const learned = terms.map(taught);
  const watched = watchedOf(config, data, models);
  const isDecoder = isGenerativeFamily(config.model.family);
  const seqLen = lengthOf(config);
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const isTask = configs.some(({ kind }) => kind === 'algorithm');
  const rows = isTask ? TASK_ROWS : TEXT_ROWS;
  const fitting = Math.max(1, Math.floor(SCORED_LOGIT_BYTES / (4 * seqLen * vocabSize)));
  const evaluationShape = { batch: Math.min(rows, training.eval_windows, fitting), seqLen };
  const sources = new Map(
    [terms, learned].flatMap((list) =>
      list.map((term, index) => [term, sourceOf(configs[index]!.corpus, data)] as const),
    ),
  );
  const sourceAt = (term: LossTerm, step: number): number =>
    sources.get(term) ?? corpusAt(config, data, step);
  const times = training.gradient_accumulation_steps;
  return {
    model: built[0]!,
    language: isDecoder ? models.language() : null,
    isCausal: configs.length === 1 && configs[0]!.kind === 'causal_lm',
    terms,
    watched,
    needsReference: terms.some((term) => term.needsReference),
    classifier: terms.find((term) => term.classifier)?.classifier,
    heads: terms.flatMap(({ parameters = [] }) => parameters),
    shape,
    evaluationShape,
    training: combine(learned, shape, times),
    evaluation: combine([...terms, ...watched], evaluationShape),
    batchesOf: (step) =>
      writeBatches(learned, shape, times, (term, batch) => ({
        split: 'train',
        index: step * times + batch,
        source: sourceAt(term, step),
      })),
    evaluationSets: () =>
      setsOf(configs, data).map(({ name, split, source }) => {
        const draw = (term: LossTerm): Omit<Draw, 'index'> => ({
          split,
          source: sources.get(term) ?? source,
        });
        const examples = terms.reduce(
          (least, term) => Math.min(least, term.examples?.(draw(term), evaluationShape) ?? least),
          training.eval_windows,
        );
        const count = Math.ceil(examples / evaluationShape.batch);
        const scored = [...terms, ...watched];
        const batches = Array.from({ length: count }, (_, index) =>
          writeBatches(scored, evaluationShape, 1, (term) => ({ ...draw(term), index })),
        );
        const examplesOf = new Map(
          watched.map((term) => [term, term.examples?.(draw(term), evaluationShape) ?? examples]),
        );
        return { name, examples, examplesOf, batches };
      }),
    heldOutOf: (term) => {
      const { split, source } = setsOf(configs, data).at(-1)!;
      return { split, source: sources.get(term) ?? source };
    },
  };
}

/** Tokens of a sequence; more than the model's own would have no place. */
export const lengthOf = ({ model, training }: RunConfig): number =>
  Math.min(model.n_positions, training.max_length ?? model.n_positions);

const learnsFromExamples = (configs: readonly ObjectiveConfig[]): boolean =>
  configs.some(({ kind }) => kind === 'classify' || kind === 'answer' || kind === 'dpo');

/** A run on examples that has a text too looks at how well the model still continues it. */
function watchedOf(config: RunConfig, data: TextData, models: Models): readonly LossTerm[] {
  const { model, training } = config;
  const configs = objectivesOf(config);
  const hasText = config.data.corpus !== 'task' && learnsFromExamples(configs);
  if (!hasText || !isGenerativeFamily(model.family)) return [];
  if (configs.some(({ kind }) => kind === 'causal_lm')) return [];
  const name = 'forgetting';
  const evalWindows = Math.min(FORGETTING_WINDOWS, training.eval_windows);
  return [causalTerm(models.language(), data, { name, weight: 1, evalWindows })];
}

/** Index of the corpus that an objective names. */
function sourceOf(corpus: string | undefined, { sources }: TextData): number | undefined {
  if (corpus === undefined) return undefined;
  const index = sources.findIndex(({ id }) => id === corpus);
  if (index >= 0) return index;
  throw new BenchtopError(
    'objective_unknown_corpus',
    `An objective reads "${corpus}", which is not among the run's corpora.`,
    { corpus },
  );
}

/** The corpus that has begun last. */
function corpusAt({ training }: RunConfig, { sources }: TextData, step: number): number {
  return sources.findLastIndex(
    ({ fromStep }) => fromStep !== undefined && stepsOf(fromStep, training.max_steps) <= step,
  );
}

interface SetPlan {
  readonly name: string;
  readonly split: Split;
  readonly source: number;
}

/** Tasks are measured on both splits; text on what is held out of each corpus that the run reads in turn. */
function setsOf(configs: readonly ObjectiveConfig[], { sources }: TextData): SetPlan[] {
  if (configs.some(({ kind }) => kind === 'algorithm')) {
    return (['train', 'validation'] as const).map((split) => ({ name: split, split, source: 0 }));
  }
  if (learnsFromExamples(configs)) return [{ name: 'validation', split: 'validation', source: 0 }];
  const listed = sources.flatMap(({ id, fromStep }, source) =>
    fromStep === undefined ? [] : [{ name: id, split: 'validation' as const, source }],
  );
  return listed.length > 1 ? listed : [{ ...listed[0]!, name: 'validation' }];
}
