// A model with the held-out examples of its own objective: classes, masked tokens, corrupted spans, answers.
import { STORY } from '../../../../experiments/story';
import type { BaseModel } from '../../../../training/models/baseModel';
import { isRegression } from '../../../../training/data/examples/examples';
import type { EncodedExample } from '../../../../training/objectives/exampleData';
import { objectivesOf } from '../../../../training/objectives/runObjective';
import type { TextData } from '../../../../training/objectives/source';
import { runConfigSchema, type ModelConfig, type RunConfig } from '../../../../training/run/config';
import type { ObjectiveConfig } from '../../../../training/run/objectiveConfig';
import { exampleParts, textParts } from '../../../../training/run/texts/textParts';
import { prepareData } from '../../../data/corpus';
import { examplesFor } from '../../../data/examples';
import { hostError } from '../../../protocol/error';
import type { OwnExamples } from '../../../protocol/examples';
import type { ChosenText, TextFacts } from '../../../protocol/studyText';
import type { HeldOutPrompts } from '../../../run/runAnswers';
import { wholeTrained } from '../../compress/trained';
import {
  exampleReading,
  textReading,
  type ExampleReading,
  type TextReading,
} from '../../studyText';
import type { ObjectiveComparable } from './comparable';
import type { Opens } from './opened';

/** On which all are evaluated, and how much of it. */
export const objectiveFacts = ({
  config: { data },
  isOwn,
}: Pick<ObjectiveComparable, 'config' | 'isOwn'>): TextFacts => ({
  parts: data.examples ? exampleParts(data) : textParts(data),
  isOwn,
  tokens: null,
  bytes: null,
});

/**
 * `like`: whose settings it is evaluated by, in place of its own.
 * @throws BenchtopError no_predictions | text_not_known | own_text_missing | other_classes | model_lacks_tokens
 */
export async function objectiveComparable(
  { own, readAsset }: Pick<Opens, 'own' | 'readAsset'>,
  base: BaseModel,
  chosen: ChosenText | undefined,
  signal: AbortSignal,
  like?: Pick<RunConfig, 'training' | 'sample'>,
): Promise<ObjectiveComparable> {
  const { name, tokenizer, vocabSize, provenance, classifier } = base;
  const objective = objectiveOf(base, chosen);
  const readsExamples = isOfExamples(objective.kind);
  const wanted = readsExamples && !chosen?.data.examples ? undefined : chosen;
  const reading: TextReading & ExampleReading = readsExamples
    ? await exampleReading(base, wanted, own)
    : await textReading(base, wanted, own);
  const { data, isOwn, text: supplied, examples: set } = reading;
  const trained = wholeTrained(base);
  const shaped = runConfigSchema.parse(STORY.config);
  const { tokenizer: kind } = provenance ?? shaped;
  const { training, sample } = like ?? provenance ?? shaped;
  const { examples, ...text } = data;
  const config: RunConfig = {
    version: 1,
    name,
    model: trained.config,
    tokenizer: kind,
    training,
    sample,
    objectives: [objective],
    data: readsExamples ? { ...text, corpus: 'task', examples } : text,
  };
  const options = { text: supplied, examples: set, tokenizer, vocabSize, readAsset, signal };
  const read = await prepareData(config, { ...options, onProgress: () => undefined });
  const { special } = read.text;
  if (special.vocabSize > vocabSize) throw hostError('model_lacks_tokens', { name });
  const labeled = classifier ? labeledBy(read.text, classifier.labels) : read.text;
  const steps = provenance?.steps ?? 0;
  const brought = { supplied, examples: set };
  const heldOut = heldOutPrompts(config, labeled, set);
  return { config, data: labeled, tokenizer, trained, steps, provenance, isOwn, brought, heldOut };
}

/** What it has learned, else what its output layer is for. @throws BenchtopError no_predictions | regression_not_compared */
function objectiveOf(
  { name, config, classifier, provenance }: BaseModel,
  chosen: ChosenText | undefined,
): ObjectiveConfig {
  if (classifier && isRegression(classifier)) throw hostError('regression_not_compared', { name });
  if (classifier) return { kind: 'classify', pooling: classifier.pooling };
  const hasExamples = (chosen?.data ?? provenance?.data)?.examples !== undefined;
  const fits = (kind: ObjectiveConfig['kind']): boolean => hasExamples === isOfExamples(kind);
  const kinds = hasHead(config) ? (PREDICTED[config.family] ?? []).filter(fits) : [];
  const learned = (provenance ? objectivesOf(provenance) : []).find(({ kind }) =>
    kinds.includes(kind),
  );
  // The set that is read here is the only one.
  if (learned) return { ...learned, ...('examples' in learned && { examples: undefined }) };
  const [kind] = kinds;
  if (!kind) throw hostError('no_predictions', { name });
  return { kind } as ObjectiveConfig;
}

/** What a family predicts, the usual first. */
const PREDICTED: { readonly [F in ModelConfig['family']]?: readonly ObjectiveConfig['kind'][] } = {
  bert: ['masked_lm', 'next_sentence'],
  distilbert: ['masked_lm'],
  t5: ['span_corruption', 'answer', 'classify'],
};

const isOfExamples = (kind: ObjectiveConfig['kind']): boolean =>
  kind === 'classify' || kind === 'answer';

const hasHead = (config: ModelConfig): boolean =>
  !('masked_lm_head' in config) || config.masked_lm_head;

/** The examples, and the same as tokens. */
const heldOutPrompts = (
  config: RunConfig,
  { examples }: TextData,
  set: OwnExamples | undefined,
): HeldOutPrompts => ({
  examples: (examples && examplesFor(config, set)?.validation) ?? [],
  ids: examples?.validation ?? [],
  labels: examples?.labels ?? [],
});

/** Classes as the classifier counts them. @throws BenchtopError other_classes */
function labeledBy(data: TextData, labels: readonly string[]): TextData {
  const wanted = data.examples!.labels;
  const indices = wanted.map((label) => labels.indexOf(label));
  if (labels.length !== wanted.length || indices.includes(-1)) {
    const fields = { labels: labels.join(', '), wanted: wanted.join(', ') };
    throw hostError('other_classes.examples', fields);
  }
  const counted = (list: readonly EncodedExample[]): EncodedExample[] =>
    list.map((example) => ({ ...example, label: indices[example.label]! }));
  const { train, validation } = data.examples!;
  const examples = { labels, train: counted(train), validation: counted(validation) };
  return { ...data, examples };
}
