// From a config to a run that can start: sizes, data, captured programs, trainer and writer.
import type { KernelLimits } from '../../gpu/dispatch';
import { SourceSampler } from '../../training/generate/sourceSampler';
import { TextSampler, type Sampler } from '../../training/generate/textSampler';
import { examplesInEpoch } from '../../training/objectives/epoch';
import { objectiveExamples } from '../../training/objectives/examples';
import { withBeginnings } from '../../training/objectives/beginnings';
import {
  lengthOf,
  objectivesOf,
  runObjective,
  type RunObjective,
} from '../../training/objectives/runObjective';
import type { TextData } from '../../training/objectives/source';
import type { Weights } from '../../training/parameters';
import type { BaseModel } from '../../training/models/baseModel';
import { tokenizerOfCheckpoint } from '../../training/io/checkpoint';
import { checkFits, layoutOf } from '../../training/run/checkpointFit';
import type { RunConfig } from '../../training/run/config';
import {
  knownWeights,
  onBase,
  startingWeights,
  startOfFrozen,
  withStarts,
} from '../../training/run/tuning';
import { withSteps } from '../../training/run/duration';
import { weightsOf } from '../../training/run/state';
import { rangeTestRateAt } from '../../training/run/lrRangeTest';
import { captureRun, tunedRun } from '../../training/run/captureRun';
import { Trainer } from '../../training/run/trainer';
import type { Corpora } from '../../training/run/trainerSetup';
import { frameOf } from '../../training/tokenizers/frame';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import type { UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import { withContent } from '../data/contentId';
import { prepareData } from '../data/corpus';
import { exampleSetsFor } from '../data/examples';
import { planOf } from './planRun';
import { errorData, type LabErrorData } from '../protocol/error';
import type { OwnExamples } from '../protocol/examples';
import type { RunEvent } from '../protocol/run';
import type { RunSetup } from './runSetup';
import { probeAdapter, sizeFor } from './sizing';

type Event<T extends RunEvent['type']> = Omit<Extract<RunEvent, { type: T }>, 'runId'>;
type Ready = Event<'ready'>;

export type PreparedRun = Awaited<ReturnType<typeof prepareRun>>;

type Preparing = (
  phase: Event<'preparing'>['phase'],
  done: number,
  total: number,
  detail?: string,
) => void;

/** Beside examples, text is read for what may be forgotten. */
const isCausalAlone = (config: RunConfig): boolean =>
  objectivesOf(config).every(({ kind }) =>
    ['causal_lm', 'classify', 'answer', 'dpo'].includes(kind),
  );

/** `onPreparing` hears of each phase; `signal` ends the reading of a text early. */
export async function prepareRun(
  setup: RunSetup,
  onPreparing: (event: Event<'preparing'>) => void,
  signal: AbortSignal,
) {
  const { text, generalText, readAsset, from, base, examples } = setup;
  const preparing: Preparing = (phase, done, total, detail = '') =>
    onPreparing({ type: 'preparing', phase, done, total, detail });
  const { config: found, probe } = await sizedConfig(setup, preparing);
  const sized = { ...found, data: await withContent(found.data, setup, signal) };
  const {
    tokenizer,
    text: plain,
    dataset,
    unknown,
  } = await prepareData(sized, {
    text,
    generalText,
    examples,
    tokenizer: from ? tokenizerOfCheckpoint(from) : base?.tokenizer,
    vocabSize: from?.layout?.rows ?? base?.vocabSize,
    readAsset,
    onProgress: preparing,
    signal,
  });
  const figures = dataset?.figures.validation;
  const corpora = isCausalAlone(sized)
    ? withBeginnings(plain, frameOf(tokenizer).before, lengthOf(sized))
    : plain;
  const epoch = epochOf(sized, plain);
  const config = { ...sized, training: withSteps(sized.training, epoch) };
  const objective = runObjective(config, corpora);
  const { shape } = objective;
  const { plan, ...trained } = await prepareTrainer(
    setup,
    objective,
    config,
    corpora,
    epoch,
    (...done) => preparing('compile', ...done),
  );
  const sampler = await samplerFor(setup, trained.trainer, objective, tokenizer);
  const heldOutSets = heldOutOf(config, corpora, examples);
  const ready: Ready = {
    type: 'ready',
    config,
    plan,
    floor: objective.isCausal ? (dataset?.floor?.natsPerToken ?? null) : null,
    trainTokens: plain.train.length,
    validationTokens: plain.validation.length,
    charsPerToken: figures?.charsPerToken ?? 1,
    examples: objectiveExamples(objective.terms, shape, objective.batchesOf(0), {
      tokenizer,
      special: corpora.special,
    }),
    probe,
  };
  return {
    ...trained,
    /** With the sizes that a probe chose. */
    config,
    objective,
    /** What the objective reads. */
    data: corpora,
    evaluationSets: objective.evaluationSets(),
    tokenizer,
    /** What a comparison needs of the held-out text; null where the corpus is not a text. */
    text: figures ? { tokenizer, bytesPerToken: figures.bytesPerToken } : null,
    /** The text without the beginning tokens that a model's windows may have. */
    plain: ownText(plain),
    warnings: [
      ...cutWarnings(corpora, shape.seqLen),
      ...headWarnings(objective),
      ...epochWarnings(config, epoch),
      ...unknownWarnings(unknown),
      ...(objective.watched.length === 0 ? forgettingWarnings(config, setup) : []),
    ],
    /** Examples, and the same as tokens. */
    heldOut: [...heldOutSets.values()][0] ?? { examples: [], ids: [], labels: [] },
    heldOutSets,
    /** Null for models that do not write. */
    sampler,
    ready,
  };
}

/** Examples in an epoch. */
const epochOf = (config: RunConfig, data: TextData): number | undefined =>
  examplesInEpoch(config, {
    ...data,
    examples: data.examples?.train.length,
    exampleCounts: new Map(
      Array.from(data.exampleSets ?? [], ([set, { train }]) => [set, train.length]),
    ),
  });

/** Of each set what is held out: examples, and the same as tokens. */
const heldOutOf = (config: RunConfig, { exampleSets }: TextData, own?: OwnExamples) =>
  new Map(
    Array.from(exampleSetsFor(config, own), ([set, one]) => {
      const { validation: ids, labels } = exampleSets!.get(set)!;
      return [set, { examples: one.validation, ids, labels }] as const;
    }),
  );

/** Without the general text behind it, unless that is all there is. */
function ownText({ train, validation, sources, general }: TextData): Corpora {
  const source = general === undefined || general === 0 ? undefined : sources[general];
  if (!source) return { train, validation };
  const { train: learned, validation: held } = source;
  return {
    train: train.subarray(0, learned.from),
    validation: validation.subarray(0, held.from),
  };
}

async function samplerFor(
  { context }: RunSetup,
  trainer: Trainer,
  { language, encoderDecoder }: RunObjective,
  tokenizer: Tokenizer,
): Promise<Sampler | null> {
  const { state } = trainer.setup;
  if (encoderDecoder) {
    const writer = { model: encoderDecoder, parameter: weightsOf(state, state.shown) };
    return new SourceSampler(context, writer, tokenizer);
  }
  if (!language) return null;
  return TextSampler.create(context, { ...state, model: language }, tokenizer).catch(
    (thrown: unknown) => {
      // What fails here leaves nothing on the GPU.
      trainer.destroy();
      throw thrown;
    },
  );
}

/** Of the sets beyond the first. */
function moreLabelsOf({ data }: RunConfig, { exampleSets }: TextData) {
  const more = data.more_examples;
  return more && Object.fromEntries(more.map(({ set }) => [set, exampleSets!.get(set)!.labels]));
}

/** Nothing is watched that the base could forget. */
function forgettingWarnings(config: RunConfig, { base, isFresh }: RunSetup): LabErrorData[] {
  const isTask = config.data.corpus === 'task' && !config.data.examples;
  return base && !isFresh && !isTask ? [forgettingUnknown(base)] : [];
}

function unknownWarnings(unknown: UnknownFacts | undefined): LabErrorData[] {
  if (!unknown || unknown.count === 0) return [];
  const { count, all, characters, isLeftOut } = unknown;
  const code = isLeftOut ? 'characters_left_out' : 'characters_unknown';
  return [errorData(code, { count, all, characters: characters.join(' ') })];
}

/** A task whose examples are drawn anew has no epochs. */
function epochWarnings({ training }: RunConfig, epoch: number | undefined): LabErrorData[] {
  const { num_train_epochs: epochs, max_steps: steps } = training;
  if (epochs === undefined || epoch !== undefined) return [];
  return [errorData('epochs_not_used', { epochs, steps })];
}

/** Why nobody can say what is forgotten. */
function forgettingUnknown({ name, provenance }: BaseModel): LabErrorData {
  const reason = provenance ? 'own_text' : 'imported';
  return errorData(`forgetting_${reason}`, { name });
}

/** One output layer is saved and exported with the model. */
function headWarnings({ terms }: RunObjective): LabErrorData[] {
  const [own, ...others] = terms.filter(({ classifier }) => classifier).map(({ name }) => name);
  if (own === undefined || others.length === 0) return [];
  return [errorData('output_layers_left_out', { own, others: others.join(', ') })];
}

/** Examples that do not fit are cut. */
function cutWarnings({ exampleSets }: TextData, length: number): LabErrorData[] {
  const sets = [...(exampleSets?.values() ?? [])];
  const all = sets.flatMap(({ train, validation }) => [...train, ...validation]);
  const count = all.filter(({ cut = 0 }) => cut > 0).length;
  if (count === 0) return [];
  return [errorData('examples_cut', { count, all: all.length, length })];
}

async function sizedConfig(
  { autoSize, context, config, maxSteps, base }: RunSetup,
  preparing: Preparing,
): Promise<{ config: RunConfig; probe: Ready['probe'] }> {
  if (!autoSize || base) return { config: onBase(config, base), probe: null };
  preparing('probe', 0, 1);
  const measured = await probeAdapter(context);
  const sized = sizeFor(config, measured, context.open.facts, maxSteps);
  preparing('probe', 1, 1);
  return { config: sized.config, probe: { ...measured, chosen: sized.chosen } };
}

async function prepareTrainer(
  { context, autotuneFor, rangeTest, from, base }: RunSetup,
  objective: RunObjective,
  config: RunConfig,
  corpora: TextData,
  epoch: number | undefined,
  onCompiled: (done: number, total: number) => void,
) {
  const { limits } = context.open;
  const { training } = config;
  const { run, tuned } = tunedRun(objective, config, corpora);
  const { scope, whole, starts } = tuned;
  const { state } = run;
  const { frozen } = scope;
  const known = knownWeights(base, objective.classifier);
  if (from) checkFits(from, state);
  const unchanged =
    frozen && (from?.frozen ?? startOfFrozen(tuned, state.model, training.seed, known));
  const fixed = frozen && [{ view: frozen.weights, data: unchanged! }];
  const frozenWeights: Weights = frozen?.unpack(unchanged!) ?? new Map<never, never>();
  const start = starts ? withStarts(known, starts(frozenWeights)) : known;
  const capture = (on: KernelLimits) => captureRun(run, on);
  await autotuneFor((on) => capture(on).training);
  const captured = capture(limits);
  const trainer = await Trainer.create(
    context,
    {
      ...captured,
      corpora,
      batchesOf: (step) => objective.batchesOf(step),
      initialWeights: from?.arenas[0] ?? startingWeights(state.parameters, training.seed, start),
      fixed,
      learningRateOf: rangeTest && ((step) => rangeTestRateAt(rangeTest, step)),
    },
    onCompiled,
  );
  if (from && from.arenas.length > 1) trainer.restore(from);
  const baseName = base?.name ?? from?.layout?.baseName;
  return {
    trainer,
    /** Weights beside the trained ones, as one arena. */
    frozen: unchanged,
    /** What its kept states hold. */
    layout: layoutOf(state, objective.classifier, baseName, moreLabelsOf(config, corpora)),
    plan: planOf(captured, epoch),
    /** The model's own weights, from those that are trained. */
    whole: (trained: Weights) => whole(trained, frozenWeights),
  };
}
