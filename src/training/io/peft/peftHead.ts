// The output layer in a PEFT folder: whole, beside the factors, as `modules_to_save` tells. PEFT does not
// keep the names of the classes: they stand in a file of their own, which it leaves alone.
import { fieldError } from '../../formats/fieldTable';
import type { ModelWeights, TrainedClassifier } from '../../models/baseModel';
import { classifierParameters, usualPooling } from '../../nn/classifier';
import type { ModelConfig } from '../../run/config';
import { HuggingFaceError, type ConfigValues } from '../huggingface/config';
import { floatTensor, type TensorToWrite } from '../safetensors/safetensorsWriter';
import type { ModelFiles, WeightFiles } from '../huggingface/weightFiles';

export const ADAPTER_LABELS = 'adapter_labels.json';
const PREFIX = 'base_model.model.';

type Shaped = Pick<ModelConfig, 'family' | 'n_embd'>;

const moduleOf = (name: string): string => name.slice(0, name.lastIndexOf('.'));

/** What adapter_config.json says of it. */
export function headConfig(model: Shaped, classifier: TrainedClassifier | undefined): ConfigValues {
  if (!classifier) return { modules_to_save: null, task_type: 'CAUSAL_LM' };
  const specs = classifierParameters(model, classifier.labels.length);
  const modules = new Set(specs.map(({ name }) => moduleOf(name)));
  return { modules_to_save: [...modules], task_type: 'SEQ_CLS' };
}

export const headTensors = (
  model: Shaped,
  { labels, weights }: TrainedClassifier,
): [string, TensorToWrite][] =>
  classifierParameters(model, labels.length).map(({ name, shape }) => [
    `${PREFIX}${name}`,
    floatTensor(shape, weights.get(name)!),
  ]);

/** Names of modules that are stored whole. @throws FieldError unsupported_field */
export function savedModules({ modules_to_save: modules }: ConfigValues): readonly string[] {
  const requested = modules ?? [];
  if (Array.isArray(requested) && requested.every((name) => typeof name === 'string'))
    return requested;
  const note = 'Names of modules are a list.';
  throw fieldError('unsupported_field', 'adapter_config.json', 'modules_to_save', requested, note);
}

interface StoredAdapter {
  readonly file: WeightFiles;
  /** By the plain name the one in the file. */
  readonly stored: ReadonlyMap<string, string>;
}

/**
 * Null where the adapter has none: PEFT names `classifier` and `score` for every model and passes over what
 * the model lacks. `tensors`: their plain names.
 * @throws FieldError, HuggingFaceError adapter_lacks_tensor | wrong_shape
 */
export async function readHead(
  values: ConfigValues,
  files: ModelFiles,
  { file, stored }: StoredAdapter,
  model: Shaped,
): Promise<{ classifier: TrainedClassifier; tensors: readonly string[] } | null> {
  const requested = savedModules(values);
  const own = classifierParameters(model, 1).map(({ name }) => name);
  if (!own.some((name) => requested.some((end) => moduleOf(name).endsWith(end)))) return null;
  const last = stored.get(`${PREFIX}${own.findLast((name) => name.endsWith('.weight'))!}`);
  const classes = last === undefined ? 0 : file.entry(last).shape[0]!;
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  const tensors: string[] = [];
  for (const { name, shape } of classifierParameters(model, classes)) {
    const tensor = `${PREFIX}${name}`;
    const inFile = stored.get(tensor);
    if (inFile === undefined)
      throw new HuggingFaceError('adapter_lacks_tensor', `The adapter lacks ${tensor}.`, {
        tensor,
      });
    const got = file.entry(inFile).shape.join('×');
    const expected = shape.join('×');
    if (got !== expected) {
      const text = `${tensor} is ${got}; the model asks for ${expected}.`;
      throw new HuggingFaceError('wrong_shape', text, { tensor, got, expected });
    }
    weights.set(name, await file.floats(inFile));
    tensors.push(tensor);
  }
  const labels = await labelsOf(files, classes);
  return { classifier: { labels, pooling: usualPooling(model.family), weights }, tensors };
}

async function labelsOf(files: ModelFiles, classes: number): Promise<string[]> {
  const numbered = Array.from({ length: classes }, (_, id) => `LABEL_${id}`);
  const text = await files.get(ADAPTER_LABELS)?.text();
  try {
    const names: unknown = JSON.parse(text ?? '[]');
    const isWhole = Array.isArray(names) && names.length === classes;
    return isWhole ? names.map(String) : numbered;
  } catch {
    return numbered;
  }
}

/** Names of classes, for the folder. */
export const labelsFile = ({ labels }: { readonly labels: readonly string[] }): string =>
  `${JSON.stringify(labels)}\n`;

/** Of a run's weights, its output layer's. */
export const headWeights = (
  model: Shaped,
  labels: readonly string[],
  weights: ModelWeights,
): ModelWeights =>
  new Map(classifierParameters(model, labels.length).map(({ name }) => [name, weights.get(name)!]));
