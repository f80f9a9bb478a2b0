// The model of a run as it is shown now, copied to the CPU: to be compared, exported or asked for its words.
import { wordsOf } from '../../training/evaluate/knownWords';
import { learnedEnding } from '../../training/generate/ending';
import { weightMap, type WeightAtStep } from '../../training/inspect/weightMap';
import { objectivesOf } from '../../training/objectives/runObjective';
import type { ExportedModel } from '../../training/io/exportFolder';
import { wholeModel } from '../../training/models/wholeModel';
import type { TrainedAdapter } from '../../training/io/peft/peftAdapter';
import type { ClassifierFacts } from '../../training/nn/classifier';
import type { Weights } from '../../training/parameters';
import type { RunConfig } from '../../training/run/config';
import { provenanceOf } from '../../training/run/provenance';
import { withOneSet } from '../../training/run/texts/textParts';
import { loraOf } from '../../training/run/tuning';
import { exampleSetsFor } from '../data/examples';
import { textsOf } from '../data/learnedWords';
import { classifierOf } from '../lab/bases';
import { hostError } from '../protocol/error';
import type { AnyComparable } from '../studies/compare/contest/comparable';
import { comparedText, type Comparable } from '../studies/compare/contest/setup';
import type { PreparedRun } from './prepareRun';
import type { RunSetup } from './runSetup';

/** Enough of a text to have met its words. */
const READ_TOKENS = 300_000;

/** What was trained, by name. */
async function trainedWeights({ context }: RunSetup, { trainer }: PreparedRun): Promise<Weights> {
  const { parameters, shown } = trainer.setup.state;
  return parameters.unpack(await context.buffers.readFloats(shown));
}

/** One of them, drawn. @throws BenchtopError unknown_parameter */
export async function weightOf(
  { context }: RunSetup,
  { trainer }: PreparedRun,
  name: string,
): Promise<WeightAtStep> {
  const { parameters, shown } = trainer.setup.state;
  const parameter = parameters.list.find((one) => one.name === name);
  if (!parameter) throw hostError('unknown_parameter', { name });
  const values = await context.buffers.readFloats(parameters.place(parameter, shown));
  const map = weightMap(name, parameter.shape, values.subarray(0, parameter.sizeElements));
  return { step: trainer.step, map };
}

/**
 * The model with its text.
 * @throws BenchtopError nothing_to_compare | wrong_family
 */
export async function comparableOf(
  setup: RunSetup,
  prepared: PreparedRun | null,
): Promise<Comparable> {
  const { text, config, plain } = prepared ?? {};
  const model = prepared?.objective.language;
  if (!prepared || !text || !config || !plain || !model) throw hostError('nothing_to_compare');
  const weights = prepared.whole(await trainedWeights(setup, prepared));
  const trained = { config: config.model, model, weights };
  const read = comparedText(plain, text.tokenizer, model.contextLength, config);
  const { step: steps } = prepared.trainer;
  const provenance = provenanceOf(config, steps);
  const own = { config, isOwn: true, supplied: setup.text };
  return { ...text, ...read, ...own, trained, provenance, steps };
}

/**
 * The model with what it is compared on: its text, or the examples of its own objective.
 * @throws BenchtopError nothing_to_compare | no_predictions
 */
export async function comparedOf(
  setup: RunSetup,
  prepared: PreparedRun | null,
): Promise<AnyComparable> {
  if (!prepared) throw hostError('nothing_to_compare');
  const { objective, data, tokenizer, trainer, text } = prepared;
  const { classifier, language } = objective;
  if (text && language && !classifier) {
    return { kind: 'text', source: await comparableOf(setup, prepared) };
  }
  const { vocabSize } = trainer.setup.state.model;
  const config = withFirstSet(prepared.config, classifier);
  const { set = '' } = config.data.examples ?? {};
  const model = wholeModel(config.model, vocabSize, classifier);
  const { weights, provenance } = await exportedOf(setup, prepared);
  const trained = { config: config.model, model, classifier, weights: new Map(weights) };
  const steps = trainer.step;
  const brought = { supplied: setup.text, examples: setup.examples };
  return {
    kind: 'objective',
    source: {
      config,
      data: { ...data, examples: data.exampleSets?.get(set) },
      tokenizer,
      trained,
      steps,
      provenance,
      isOwn: true,
      brought,
      heldOut: prepared.heldOutSets.get(set) ?? prepared.heldOut,
    },
  };
}

/** A model of several sets is compared on the one whose output layer it has, else on the first. */
function withFirstSet(config: RunConfig, classifier: ClassifierFacts | undefined): RunConfig {
  if (!config.data.more_examples) return config;
  const objectives = objectivesOf(config);
  const own = classifier && objectives.find(({ kind }) => kind === 'classify');
  const data = withOneSet(config.data, objectives, own !== undefined);
  return { ...config, data, objectives: [own ?? objectives[0]!] };
}

/**
 * The model for a folder that others can read.
 * @throws BenchtopError nothing_to_export
 */
export async function exportedOf(
  setup: RunSetup,
  prepared: PreparedRun | null,
): Promise<ExportedModel> {
  if (!prepared) throw hostError('nothing_to_export');
  const { trainer, tokenizer, config, whole, objective } = prepared;
  const { ownHead, classifier } = objective;
  const trained = await trainedWeights(setup, prepared);
  return {
    name: setup.config.name,
    shape: {
      model: config.model,
      vocabSize: trainer.setup.state.model.vocabSize,
      classifier,
      specialIds: setup.base?.specialIds,
    },
    tokenizer,
    provenance: provenanceOf(config, trainer.step),
    weights: new Map([
      ...whole(trained),
      ...ownHead.map(({ name }) => [name, trained.get(name)!] as const),
    ]),
    generation: config.sample,
  };
}

/**
 * What LoRA has learned, without the model beside which it did.
 * @throws BenchtopError nothing_to_export
 */
export async function adapterOf(
  setup: RunSetup,
  prepared: PreparedRun | null,
): Promise<TrainedAdapter> {
  const { trainer, config, objective } = prepared ?? {};
  if (!prepared || !trainer || !objective || config?.tuning?.method !== 'lora') {
    throw hostError('nothing_to_export.no_adapter');
  }
  const { parameters: specs } = trainer.setup.state.model;
  const weights = await trainedWeights(setup, prepared);
  const classifier = classifierOf(config.model, objective.classifier, weights);
  return {
    adapter: { lora: loraOf(specs, config.tuning), weights, classifier },
    specs,
    config: config.model,
    name: setup.config.name,
    provenance: provenanceOf(config, trainer.step),
    base: setup.base?.name ?? setup.from?.layout?.baseName ?? config.name,
  };
}

/** What the run and its base have learned from, word by word; null where the base's words are not here. */
export function trainingWords(
  { base, examples }: RunSetup,
  { config, tokenizer, trainer }: PreparedRun,
): ReadonlySet<string> | null {
  const known = base ? (base.words?.() ?? null) : new Set<string>();
  if (!known) return null;
  const { train } = trainer.setup.corpora;
  const text =
    config.data.corpus === 'task' ? '' : tokenizer.decode(train.subarray(0, READ_TOKENS));
  const texts = textsOf(exampleSetsFor(config, examples));
  return new Set([...known, ...[...texts, text].flatMap(wordsOf)]);
}

/** A run that learns answers learns to close them. */
export const endIdsOf = ({ config, tokenizer }: PreparedRun): readonly number[] =>
  learnedEnding(tokenizer, config.model, objectivesOf(config)).endIds;
