// LoRA adapters as PEFT's folders: adapter_config.json and adapter_model.safetensors. What the files say
// that a sum with the weights cannot hold is refused, not ignored.
import { loraParameters, loraTargets, mergeLora, type LoraConfig } from '../nn/lora';
import type { ModelWeights, TrainedClassifier } from '../models/baseModel';
import type { ParameterSpec } from '../parameters';
import type { ModelConfig } from '../run/config';
import type { FolderFiles } from './exportFolder';
import { ConfigJson, HuggingFaceError, type ConfigValues } from './huggingfaceConfig';
import { ADAPTER_LABELS, headConfig, headTensors, labelsFile, readHead } from './peftHead';
import { floatTensor, writeSafetensors, type TensorToWrite } from './safetensorsWriter';
import { openHeader, type ModelFiles, WeightFiles } from './weightFiles';

export const ADAPTER_CONFIG = 'adapter_config.json';
const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

export interface Adapter {
  readonly lora: LoraConfig;
  /** Factors by PEFT's names. */
  readonly weights: ModelWeights;
  readonly classifier?: TrainedClassifier | undefined;
}

/** The model to which adapters belong. */
export interface AdaptedModel {
  readonly specs: readonly ParameterSpec[];
  readonly config: Pick<ModelConfig, 'family' | 'n_embd'>;
}

/** An adapter of a run, and the model beside which it learnt. */
export interface TrainedAdapter extends AdaptedModel {
  readonly adapter: Adapter;
  /** As others find that model. */
  readonly base: string;
}

export function writeAdapter({ adapter, specs, config: model, base }: TrainedAdapter): FolderFiles {
  const { lora, weights, classifier } = adapter;
  const { r, lora_alpha, lora_dropout = 0, target_modules } = lora;
  const config = {
    base_model_name_or_path: base,
    bias: 'none',
    fan_in_fan_out: specs.some(({ layout }) => layout === 'conv1d'),
    inference_mode: true,
    init_lora_weights: true,
    lora_alpha,
    lora_dropout,
    ...headConfig(model, classifier),
    peft_type: 'LORA',
    r,
    target_modules,
    use_dora: false,
    use_rslora: false,
  };
  const factors = loraParameters(specs, lora).map(({ name, shape }): [string, TensorToWrite] => [
    name,
    floatTensor(shape, weights.get(name)!),
  ]);
  const head = classifier ? headTensors(model, classifier) : [];
  const encoder = new TextEncoder();
  return new Map<string, readonly Uint8Array<ArrayBuffer>[]>([
    [ADAPTER_CONFIG, [encoder.encode(`${JSON.stringify(config, null, 2)}\n`)]],
    [ADAPTER_WEIGHTS, writeSafetensors(new Map([...factors, ...head]))],
    ...(classifier ? [[ADAPTER_LABELS, [encoder.encode(labelsFile(classifier))]] as const] : []),
  ]);
}

/** @throws HuggingFaceError no_lora | unsupported_model | bad_config | missing_tensor | wrong_shape */
export async function readAdapter(
  files: ModelFiles,
  { specs, config: model }: AdaptedModel,
): Promise<Adapter> {
  const [config, blob] = [files.get(ADAPTER_CONFIG), files.get(ADAPTER_WEIGHTS)];
  if (!config || !blob) {
    throw new HuggingFaceError(
      'no_lora',
      `An adapter is ${ADAPTER_CONFIG} with ${ADAPTER_WEIGHTS}; one of them is not there.`,
    );
  }
  const values = await valuesOf(config);
  const lora = loraOf(values, specs);
  const header = await openHeader(blob);
  const file = new WeightFiles(new Map([...header.tensors.keys()].map((name) => [name, header])));
  // What an adapter leaves out of a module that it names it leaves as it was.
  const wanted = loraParameters(specs, lora);
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  const head = await readHead(values, files, file, model);
  const seen = new Set<string>(head?.tensors);
  for (const { name, shape } of wanted) {
    const stored = [name, name.replace(/\.weight$/, '.default.weight')].find((one) =>
      file.has(one),
    );
    if (stored === undefined) continue;
    const found = file.entry(stored).shape;
    if (found.join() !== shape.join()) throw wrongShape(name, found, shape);
    weights.set(name, await file.floats(stored));
    seen.add(stored);
  }
  const foreign = file.names.find((name) => !seen.has(name));
  if (foreign !== undefined) throw missing(foreign);
  for (const name of weights.keys()) {
    const pair = name.includes('.lora_A.')
      ? name.replace('.lora_A.', '.lora_B.')
      : name.replace('.lora_B.', '.lora_A.');
    if (!weights.has(pair)) {
      throw new HuggingFaceError('missing_tensor', `The adapter lacks ${pair}.`, { tensor: pair });
    }
  }
  return { lora, weights, classifier: head?.classifier };
}

/** The base's weights with the adapter in them; those that it does not touch are the same arrays. */
export function withAdapter(
  weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  specs: readonly ParameterSpec[],
  { lora, weights: factors }: Adapter,
): Map<string, Float32Array<ArrayBuffer>> {
  const touched = specs.filter((spec) =>
    loraParameters([spec], lora).every(({ name }) => factors.has(name)),
  );
  const all = new Map<string, Float32Array>([...weights, ...factors]);
  return new Map([...weights, ...mergeLora(all, touched, lora)]);
}

async function valuesOf(blob: Blob): Promise<ConfigValues> {
  try {
    const value: unknown = JSON.parse(await blob.text());
    if (typeof value === 'object' && value !== null) return value as ConfigValues;
  } catch {
    // Said below, as for what is no object.
  }
  const text = `${ADAPTER_CONFIG} holds no JSON object.`;
  throw new HuggingFaceError('bad_json_file', text, { file: ADAPTER_CONFIG });
}

function loraOf(values: ConfigValues, specs: readonly ParameterSpec[]): LoraConfig {
  const json = new ConfigJson(values);
  json.choice('peft_type', '', { LORA: true });
  json.only('bias', 'none');
  json.only('use_dora', false);
  for (const pattern of ['rank_pattern', 'alpha_pattern'] as const) {
    const value = values[pattern];
    if (value && Object.keys(value).length > 0) json.only(pattern);
  }
  const r = json.whole('r', 8);
  const alpha = json.number('lora_alpha', 8);
  const known = loraTargets(specs);
  const asked = values.target_modules ?? known;
  const names = asked === 'all-linear' ? known : Array.isArray(asked) ? asked.map(String) : null;
  // A string is a regular expression: the names in the file tell then.
  const target_modules = names?.map((name) => name.split('.').at(-1)!) ?? known;
  // Rank-stabilised: alpha / sqrt(r) instead of alpha / r.
  const lora_alpha = json.flag('use_rslora', false) ? alpha * Math.sqrt(r) : alpha;
  return { r, lora_alpha, target_modules: target_modules.filter((name) => known.includes(name)) };
}

const missing = (tensor: string): HuggingFaceError =>
  new HuggingFaceError(
    'foreign_tensor',
    `The adapter has ${tensor}, the model has no place for it.`,
    {
      tensor,
    },
  );

const wrongShape = (tensor: string, found: readonly number[], want: readonly number[]) =>
  new HuggingFaceError(
    'wrong_shape',
    `${tensor} is [${found.join(', ')}]; the model asks for [${want.join(', ')}].`,
    { tensor, got: found.join('×'), expected: want.join('×') },
  );
