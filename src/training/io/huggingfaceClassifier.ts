// config.json of models for sequence classification: Hugging Face's class, the names of the classes, and
// the state that the output layer looks at, which the class decides.
import { usualPooling, type ClassifierFacts } from '../nn/classifier';
import type { ModelConfig } from '../run/config';
import { HuggingFaceError, type ConfigJson, type ConfigValues } from './huggingfaceConfig';

const SUFFIX = 'ForSequenceClassification';
const KIND = 'single_label_classification';

function classOf(model: ModelConfig): string | null {
  switch (model.family) {
    case 'gpt':
      return 'GPT2';
    case 'llama':
      return model.qkv_bias ? 'Qwen2' : 'Llama';
    case 'bert':
      return 'Bert';
    case 'distilbert':
      return 'DistilBert';
    default:
      return null;
  }
}

/** Undefined where it is none, or none that says one class of several. @throws HuggingFaceError bad_config */
export function readClassifier(
  { values }: ConfigJson,
  model: ModelConfig,
): ClassifierFacts | undefined {
  const { architectures, problem_type: kind = null } = values;
  const isNamed = Array.isArray(architectures) && architectures.some(isClassifierName);
  if (!isNamed || classOf(model) === null || (kind !== null && kind !== KIND)) return undefined;
  const labels = labelsOf(values);
  return labels.length < 2 ? undefined : { labels, pooling: usualPooling(model.family) };
}

const isClassifierName = (name: unknown): boolean =>
  typeof name === 'string' && name.endsWith(SUFFIX);

/** Two where nothing is said, as there. */
function labelsOf({ id2label, num_labels: count = 2 }: ConfigValues): string[] {
  const names = (id2label ?? {}) as Readonly<Record<string, unknown>>;
  const found = Object.keys(names).length;
  const labels = Array.from({ length: found || Number(count) }, (_, id) =>
    found > 0 ? names[String(id)] : `LABEL_${id}`,
  );
  if (labels.every((label) => typeof label === 'string')) return labels;
  throw new HuggingFaceError(
    'bad_config',
    'config.json: id2label does not name the classes from 0 on.',
    { key: 'id2label' },
  );
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
    problem_type: KIND,
  };
}
