// config.json of models for sequence classification: Hugging Face's class, the names of the classes, and
// the state that the output layer looks at, which the class decides.
import { reasonText, type ReasonCode, type ReasonFields } from '../../formats/reasons';
import { usualPooling, type ClassifierFacts } from '../../nn/classifier';
import type { ModelConfig } from '../../run/config';
import { LIMITS } from '../../run/modelConfig';
import { writtenFamily } from './families';
import { HuggingFaceError, tooLarge, type ConfigJson, type ConfigValues } from './config';

const SUFFIX = 'ForSequenceClassification';
const KIND = 'single_label_classification';
const REGRESSION = 'regression';

const classOf = (model: ModelConfig): string | null =>
  writtenFamily(model)?.className?.(model) ?? null;

/** Undefined where it is none. @throws HuggingFaceError bad_config | config_too_large */
export function readClassifier(json: ConfigJson, model: ModelConfig): ClassifierFacts | undefined {
  const { architectures } = json.values;
  const isNamed = Array.isArray(architectures) && architectures.some(isClassifierName);
  if (!isNamed || classOf(model) === null) return undefined;
  const labels = labelsOf(json);
  const { problem_type: problem } = json.values;
  // As transformers decides where nothing is said.
  const isScore = problem === REGRESSION || (problem == null && labels.length === 1);
  if (isScore && labels.length > 1) throw badLabels('many_quantities', { count: labels.length });
  if (isScore || labels.length > 1) return { labels, pooling: usualPooling(model.family) };
  throw badLabels('one_label');
}

const isClassifierName = (name: unknown): boolean =>
  typeof name === 'string' && name.endsWith(SUFFIX);

/** Two where nothing is said, as there. */
function labelsOf(json: ConfigJson): string[] {
  const names = json.values.id2label ?? undefined;
  if (names === undefined) {
    const count = json.whole('num_labels', { fallback: 2, most: LIMITS.classes });
    return Array.from({ length: count }, (_, id) => `LABEL_${id}`);
  }
  const entries = names as Readonly<Record<string, unknown>>;
  const count = Object.keys(entries).length;
  if (count > LIMITS.classes) throw tooLarge('id2label', count, LIMITS.classes);
  const labels = Array.from({ length: count }, (_, id) => {
    const name = Object.hasOwn(entries, String(id)) ? entries[String(id)] : undefined;
    if (typeof name === 'string' || typeof name === 'number') return String(name);
    throw badLabels('no_label', { count, id });
  });
  const seen = new Set<string>();
  const twice = labels.find((label) => seen.size === seen.add(label).size);
  if (twice !== undefined) throw badLabels('same_label', { label: twice });
  return labels;
}

function badLabels(reason: ReasonCode, fields: ReasonFields = {}): HuggingFaceError {
  const text = `config.json: id2label cannot be read: ${reasonText(reason, fields)}.`;
  return new HuggingFaceError('bad_labels', text, { ...fields, key: 'id2label', reason });
}

/** What such a config.json has beside the model's keys. @throws HuggingFaceError cannot_export */
export function writeClassifier(model: ModelConfig, classifier: ClassifierFacts): ConfigValues {
  const name = classOf(model);
  const { labels, pooling } = classifier;
  if (name === null || pooling !== usualPooling(model.family)) {
    throw new HuggingFaceError(
      'cannot_export',
      `No Hugging Face class can hold a classifier of the family "${model.family}" that pools by "${pooling}".`,
      { what: 'classifier' },
    );
  }
  return {
    architectures: [`${name}${SUFFIX}`],
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    problem_type: labels.length === 1 ? REGRESSION : KIND,
  };
}
