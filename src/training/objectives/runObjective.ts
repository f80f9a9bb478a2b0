// From a run's config to what it trains on: the model, its objectives, the batches of every step, and
// what held-out evaluation reads. Needs no device.
import { BenchtopError } from '../../gpu/errors';
import { algorithmicTask } from '../data/tasks';
import type { EncoderDecoderModel, EncoderModel, LanguageModel, Model } from '../models/interfaces';
import { buildEncoder, buildEncoderDecoder, buildModel } from '../models/model';
import type { RunConfig } from '../run/config';
import type { BatchShape } from '../run/objective';
import type { ObjectiveConfig } from '../run/objectiveConfig';
import type { Minimised } from '../run/stepProgram';
import { algorithmPart } from './algorithm';
import { causalPart } from './causal';
import { combine, writeBatches } from './combine';
import { contrastivePart } from './contrastive';
import { maskedLmPart } from './maskedLm';
import { nextSentencePart } from './nextSentence';
import type { Draw, Part, Split } from './part';
import type { TextData } from './source';
import { spanCorruptionPart } from './spanCorruption';

/** What one held-out score is measured on. */
export interface EvaluationSet {
  /** `train`, `validation`, or the corpus. */
  readonly name: string;
  readonly examples: number;
  /** Each as `Trainer.score` takes it. */
  readonly batches: readonly Int32Array<ArrayBuffer>[];
}

export interface RunObjective {
  readonly model: Model;
  /** The model, where it can write text. */
  readonly language: LanguageModel | null;
  /** The loss is one that the entropy of the text bounds from below. */
  readonly isCausal: boolean;
  readonly parts: readonly Part[];
  readonly shape: BatchShape;
  readonly evaluationShape: BatchShape;
  readonly training: Minimised;
  readonly evaluation: Minimised;
  readonly batchesOf: (step: number) => Int32Array<ArrayBuffer>;
  /** The last is the one that the run is about. */
  readonly evaluationSets: () => EvaluationSet[];
}

/** A number of steps below 1 is a share of all. */
const stepsOf = (steps: number, maxSteps: number): number =>
  Math.round(steps < 1 ? steps * maxSteps : steps);

type Models = Record<'language', () => LanguageModel> &
  Record<'encoder', () => EncoderModel> &
  Record<'both', () => EncoderDecoderModel>;

const CAUSAL: ObjectiveConfig = { kind: 'causal_lm' };

/** Examples that held-out evaluation reads at once; those of tasks are short. */
const TEXT_ROWS = 16;
const TASK_ROWS = 256;

/** What a run minimises; causal language modelling where its config says nothing. */
export const objectivesOf = ({ objectives }: RunConfig): readonly ObjectiveConfig[] =>
  objectives ?? [CAUSAL];

/** Objectives of one kind are told apart by the corpus that they read. */
function nameOf(config: ObjectiveConfig, all: readonly ObjectiveConfig[]): string {
  const alike = all.filter(({ kind }) => kind === config.kind).length;
  return alike > 1 && config.corpus ? `${config.kind}_${config.corpus}` : config.kind;
}

function partOf(
  config: ObjectiveConfig,
  name: string,
  { training }: RunConfig,
  data: TextData,
  models: Models,
): Part {
  const common = { name, weight: config.weight ?? 1 };
  switch (config.kind) {
    case 'causal_lm':
      return causalPart(models.language(), data, { ...common, evalWindows: training.eval_windows });
    case 'masked_lm': {
      const { mlm_probability = 0.15, whole_words = false } = config;
      return maskedLmPart(models.encoder(), data, { ...common, mlm_probability, whole_words });
    }
    case 'next_sentence':
      return nextSentencePart(models.encoder(), data, common);
    case 'contrastive': {
      const { temperature = 0.1, augmentations } = config;
      return contrastivePart(models.encoder(), data, { ...common, temperature, augmentations });
    }
    case 'span_corruption': {
      const { noise_density = 0.15, mean_noise_span_length = 3 } = config;
      const noise = { noise_density, mean_noise_span_length };
      return spanCorruptionPart(models.both(), data, { ...common, ...noise });
    }
    case 'algorithm': {
      const task = algorithmicTask(config.algorithm, config.train_share ?? 0.9, data.seed);
      return algorithmPart(models.language(), task, common);
    }
  }
}

/** @throws BenchtopError wrong_family | objective_unknown_corpus, and what a model's config may be refused for */
export function runObjective(config: RunConfig, data: TextData): RunObjective {
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
  const parts = configs.map((one) => partOf(one, nameOf(one, configs), config, data, models));
  const writes = configs.some(({ kind }) => kind === 'causal_lm' || kind === 'algorithm');
  const seqLen = config.model.n_positions;
  const shape = { batch: training.per_device_train_batch_size, seqLen };
  const isTask = configs.some(({ kind }) => kind === 'algorithm');
  const rows = isTask ? TASK_ROWS : TEXT_ROWS;
  const evaluationShape = { batch: Math.min(rows, training.eval_windows), seqLen };
  const sources = new Map(
    parts.map((part, index) => [part, sourceOf(configs[index]!.corpus, data)]),
  );
  const sourceAt = (part: Part, step: number): number =>
    sources.get(part) ?? stageAt(config, data, step);
  const times = training.gradient_accumulation_steps;
  return {
    model: built[0]!,
    language: writes ? models.language() : null,
    isCausal: configs.length === 1 && configs[0]!.kind === 'causal_lm',
    parts,
    shape,
    evaluationShape,
    training: combine(parts, shape, times),
    evaluation: combine(parts, evaluationShape),
    batchesOf: (step) =>
      writeBatches(parts, shape, times, (part, batch) => ({
        split: 'train',
        index: step * times + batch,
        source: sourceAt(part, step),
      })),
    evaluationSets: () =>
      setsOf(configs, data).map(({ name, split, source }) => {
        const draw = (part: Part): Omit<Draw, 'index'> => ({
          split,
          source: sources.get(part) ?? source,
        });
        const examples = parts.reduce(
          (least, part) => Math.min(least, part.examples?.(draw(part), evaluationShape) ?? least),
          training.eval_windows,
        );
        const count = Math.ceil(examples / evaluationShape.batch);
        const batches = Array.from({ length: count }, (_, index) =>
          writeBatches(parts, evaluationShape, 1, (part) => ({ ...draw(part), index })),
        );
        return { name, examples, batches };
      }),
  };
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
function stageAt({ training }: RunConfig, { sources }: TextData, step: number): number {
  return sources.findLastIndex(
    ({ fromStep }) => fromStep !== undefined && stepsOf(fromStep, training.max_steps) <= step,
  );
}

interface SetPlan {
  readonly name: string;
  readonly split: Split;
  readonly source: number;
}

/** Tasks are measured on both splits; text on what is held out of each corpus that has a stage. */
function setsOf(configs: readonly ObjectiveConfig[], { sources }: TextData): SetPlan[] {
  if (configs.some(({ kind }) => kind === 'algorithm')) {
    return (['train', 'validation'] as const).map((split) => ({ name: split, split, source: 0 }));
  }
  const staged = sources.flatMap(({ id, fromStep }, source) =>
    fromStep === undefined ? [] : [{ name: id, split: 'validation' as const, source }],
  );
  return staged.length > 1 ? staged : [{ ...staged[0]!, name: 'validation' }];
}
