// LoRA adapters as PEFT's folders: adapter_config.json and adapter_model.safetensors. What the files say
// that a sum with the weights cannot hold is refused, not ignored.
import { fieldError, walkFields } from '../../formats/fieldTable';
import { ADAPTER_FIELDS } from '../../formats/peft';
import { loraParameters, loraScale, type LoraConfig } from '../../nn/lora';
import { mergeLora } from '../../nn/loraMerge';
import type { ModelWeights, TrainedClassifier } from '../../models/baseModel';
import type { ParameterSpec } from '../../parameters';
import type { ModelConfig } from '../../run/config';
import type { Provenance } from '../../run/provenance';
import type { FolderFiles } from '../exportFolder';
import { ConfigJson, HuggingFaceError, type ConfigValues } from '../huggingface/config';
import {
  ADAPTER_LABELS,
  headConfig,
  headTensors,
  labelsFile,
  readHead,
  savedModules,
} from './peftHead';
import { readJsonFile } from '../jsonFile';
import { adaptedModules, moduleName, targetsOf, type AdaptedModule } from './peftModules';
import {
  floatTensor,
  writeSafetensors,
  type TensorToWrite,
} from '../safetensors/safetensorsWriter';
import { openHeader, type ModelFiles, WeightFiles } from '../huggingface/weightFiles';

export const ADAPTER_CONFIG = 'adapter_config.json';
const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

export interface Adapter {
  readonly lora: LoraConfig;
  /** Which layers it changes; of one that was trained here `lora` says so. */
  readonly modules?: readonly AdaptedModule[] | undefined;
  /** Factors by PEFT's names. */
  readonly weights: ModelWeights;
  /** Parameters of the model that it replaces, by the model's names. */
  readonly replaced?: ModelWeights | undefined;
  readonly classifier?: TrainedClassifier | undefined;
}

/** The model to which adapters belong. */
export interface AdaptedModel {
  readonly specs: readonly ParameterSpec[];
  readonly config: Pick<ModelConfig, 'family' | 'n_embd'>;
}

/** An adapter of a run, and the model beside which it learned. */
export interface TrainedAdapter extends AdaptedModel {
  readonly adapter: Adapter;
  /** As others find that model. */
  readonly base: string;
  /** What it is called here. */
  readonly name?: string | undefined;
  /** How it came to be; none of PEFT's files has it. */
  readonly provenance?: Provenance | undefined;
}

export function writeAdapter({ adapter, specs, config: model, base }: TrainedAdapter): FolderFiles {
  const { lora, weights, classifier } = adapter;
  const { r, lora_alpha, lora_dropout = 0, target_modules } = lora;
  const { use_dora = false, use_rslora = false } = lora;
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
    use_dora,
    use_rslora,
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

/** @throws FieldError, HuggingFaceError no_lora | bad_config | adapter_lacks_tensor | wrong_shape | foreign_tensor */
export async function readAdapter(
  files: ModelFiles,
  { specs, config: model }: AdaptedModel,
): Promise<Adapter> {
  const config = await readJsonFile(files, ADAPTER_CONFIG);
  const blob = files.get(ADAPTER_WEIGHTS);
  if (!config || !blob) {
    throw new HuggingFaceError(
      'no_lora',
      `An adapter is ${ADAPTER_CONFIG} with ${ADAPTER_WEIGHTS}; one of them is not there.`,
    );
  }
  const values = activeValues({ ...config, peft_type: config.peft_type ?? 'missing' });
  walkFields(ADAPTER_FIELDS, values);
  const modules = adaptedModules(values, specs, model.family);
  const header = await openHeader(blob, ADAPTER_WEIGHTS);
  const file = new WeightFiles(new Map([...header.tensors.keys()].map((name) => [name, header])));
  const stored = storedNames(file.names);
  const head = await readHead(values, files, { file, stored }, model);
  for (const name of head?.tensors ?? []) stored.delete(name);
  const weights = await factorsOf(modules, file, stored);
  const replaced = await replacedOf(values, specs, file, stored);
  const [foreign] = stored.values();
  if (foreign !== undefined) throw missing(foreign);
  if (weights.size + replaced.size === 0 && !head) {
    const tensor = `${modules[0] ? moduleName(modules[0].spec) : 'any module'}.lora_A`;
    throw new HuggingFaceError('adapter_lacks_tensor', `The adapter lacks ${tensor}.`, { tensor });
  }
  return {
    lora: loraOf(values, modules, specs),
    modules,
    weights,
    replaced,
    classifier: head?.classifier,
  };
}

/** Fields of later versions that are switched off. */
const activeValues = (values: ConfigValues): ConfigValues =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) =>
        Object.hasOwn(ADAPTER_FIELDS.fields, key) ||
        !(value === null || value === false || isEmpty(value)),
    ),
  );

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** What a live PEFT model has in its names and a saved adapter may have kept. */
function plainName(name: string): string {
  return name
    .replace(/\.modules_to_save\.(?:default\.)?/, '.')
    .replace(/\.(lora_[AB])\.[^.]+\.weight$/, '.$1.weight')
    .replace(/\.lora_magnitude_vector\..+$/, '.lora_magnitude_vector')
    .replace(/\.base_layer\.bias$/, '.bias');
}

/** By plain name the one in the file; copies of a module as it was before training are left out. */
const storedNames = (names: readonly string[]): Map<string, string> =>
  new Map(
    names
      .filter((name) => !name.includes('.original_module.'))
      .map((name) => [plainName(name), name]),
  );

const loraOfModule = ({ spec, r, scale, isDora }: AdaptedModule): LoraConfig => ({
  r,
  lora_alpha: scale * r,
  use_dora: isDora,
  target_modules: [moduleName(spec).split('.').at(-1)!],
});

/** What an adapter leaves out of a module that it names it leaves as it was; what is read leaves `stored`. */
async function factorsOf(
  modules: readonly AdaptedModule[],
  file: WeightFiles,
  stored: Map<string, string>,
): Promise<Map<string, Float32Array<ArrayBuffer>>> {
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  for (const module of modules) {
    const own = loraParameters([module.spec], loraOfModule(module));
    const absent = own.find(({ name }) => !stored.has(name));
    if (absent && own.every(({ name }) => !stored.has(name))) continue;
    if (absent) {
      const tensor = absent.name;
      throw new HuggingFaceError('adapter_lacks_tensor', `The adapter lacks ${tensor}.`, {
        tensor,
      });
    }
    for (const { name, shape } of own) {
      weights.set(name, await floatsOf(file, stored.get(name)!, shape));
      stored.delete(name);
    }
  }
  return weights;
}

const PREFIX = 'base_model.model.';
const TABLE = /(?:^|\.)(?:wte|embed_tokens|word_embeddings|shared)\.weight$/;

/** PEFT saves both ends by itself where the vocabulary was resized (`save_embedding_layers`). */
const EMBEDDING = new RegExp(`${TABLE.source}|^lm_head\\.weight$`);

/** Parameters of the model that the adapter holds whole: biases, embeddings, and modules that are to be saved. */
async function replacedOf(
  values: ConfigValues,
  specs: readonly ParameterSpec[],
  file: WeightFiles,
  stored: Map<string, string>,
): Promise<Map<string, Float32Array<ArrayBuffer>>> {
  const saved = savedModules(values);
  const isTied = !specs.some(({ name }) => name === 'lm_head.weight');
  const replaced = new Map<string, Float32Array<ArrayBuffer>>();
  for (const { name, shape } of specs) {
    const tensor = stored.get(`${PREFIX}${name}`);
    const module = name.slice(0, name.lastIndexOf('.'));
    const isSaved = saved.some((end) => module.endsWith(end));
    const isLoaded = isSaved || name.endsWith('.bias') || EMBEDDING.test(name);
    if (tensor === undefined || !isLoaded) continue;
    if (isTied && TABLE.test(name)) {
      const note =
        'The table of words is the output layer too and cannot be replaced for one of them.';
      throw fieldError('unsupported_field', ADAPTER_CONFIG, 'modules_to_save', module, note);
    }
    replaced.set(name, await floatsOf(file, tensor, shape));
    stored.delete(`${PREFIX}${name}`);
  }
  return replaced;
}

async function floatsOf(file: WeightFiles, tensor: string, shape: readonly number[]) {
  const found = file.entry(tensor).shape;
  if (found.join() !== shape.join()) throw wrongShape(tensor, found, shape);
  return file.floats(tensor);
}

/** The base's weights with the adapter in them; those that it does not touch are the same arrays. */
export function withAdapter(
  weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>,
  specs: readonly ParameterSpec[],
  { lora, modules, weights: factors, replaced = new Map() }: Adapter,
): Map<string, Float32Array<ArrayBuffer>> {
  const all = new Map<string, Float32Array<ArrayBuffer>>([...weights, ...factors, ...replaced]);
  const found = new Map<string, Float32Array<ArrayBuffer>>([...weights, ...replaced]);
  for (const module of modules ?? modulesOf(lora, specs)) {
    const own = loraOfModule(module);
    const isTouched = loraParameters([module.spec], own).every(({ name }) => factors.has(name));
    if (!isTouched) continue;
    for (const [name, merged] of mergeLora(all, [module.spec], own)) found.set(name, merged);
  }
  return found;
}

/** Of an adapter that was trained here. */
const modulesOf = (lora: LoraConfig, specs: readonly ParameterSpec[]): AdaptedModule[] =>
  specs
    .filter((spec) => loraParameters([spec], lora).length > 0)
    .map((spec) => {
      const { r, use_dora: isDora = false } = lora;
      return { spec, r, scale: loraScale(lora), isDora };
    });

/** As the page tells it. */
function loraOf(
  values: ConfigValues,
  modules: readonly AdaptedModule[],
  specs: readonly ParameterSpec[],
): LoraConfig {
  const json = new ConfigJson(values, ADAPTER_CONFIG);
  return {
    r: json.whole('r', 8),
    lora_alpha: json.number('lora_alpha', 8),
    use_rslora: json.flag('use_rslora', false),
    use_dora: json.flag('use_dora', false),
    target_modules: targetsOf(modules, specs),
  };
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
