// Hugging Face folders ↔ Benchtop's ModelConfig and parameters. Our parameter names and layouts are
// theirs, family by family. What our models can't express is refused, not ignored.
import { parametersOf } from '../models/model';
import { canShare, ownLayers, sharedName, unshared } from '../models/sharedLayers';
import { classifierParameters } from '../nn/classifier';
import type { ModelConfig } from '../run/config';
import {
  ConfigJson,
  HuggingFaceError,
  unsupported,
  type ConfigValues,
  type ModelShape,
} from './huggingfaceConfig';
import { readClassifier, writeClassifier } from './huggingfaceClassifier';
import {
  readGpt2,
  readLlama,
  readRecurrent,
  writeGpt2,
  writeLlama,
  writeRecurrent,
} from './huggingfaceDecoders';
import {
  readBert,
  readDistilbert,
  readT5,
  writeBert,
  writeDistilbert,
  writeT5,
} from './huggingfaceEncoders';
import { floatTensor, type TensorToWrite } from './safetensorsWriter';
import type { TensorSource } from './sharded';

const READERS: Readonly<Record<string, (json: ConfigJson) => ModelConfig>> = {
  gpt2: readGpt2,
  llama: readLlama,
  qwen2: readLlama,
  bert: readBert,
  distilbert: readDistilbert,
  t5: readT5,
  rnn: readRecurrent,
  rnn_tanh: readRecurrent,
  rnn_relu: readRecurrent,
  lstm: readRecurrent,
  gru: readRecurrent,
};

/** @throws HuggingFaceError unsupported_model | bad_config */
export function fromHuggingFaceConfig(config: ConfigValues): ModelShape {
  const json = new ConfigJson(config);
  const read = json.choice('model_type', 'none', READERS);
  const model = withSharing(read(json), json);
  const classifier = readClassifier(json, model);
  return { model, vocabSize: json.whole('vocab_size'), ...(classifier && { classifier }) };
}

/** A key that Hugging Face's own classes of these models do not look at. */
const SHARING = 'num_hidden_groups';

function withSharing(model: ModelConfig, json: ConfigJson): ModelConfig {
  if (json.values[SHARING] === undefined || !canShare(model)) return model;
  return { ...model, [SHARING]: json.whole(SHARING) };
}

/** @throws HuggingFaceError unsupported_model | cannot_export for families that Hugging Face has no class for. */
export function toHuggingFaceConfig({ model, vocabSize, classifier }: ModelShape): ConfigValues {
  const own = toModelConfig({ model, vocabSize });
  const groups = ownLayers(model);
  const values = groups < model.n_layer ? { ...own, [SHARING]: groups } : own;
  return classifier ? { ...values, ...writeClassifier(model, classifier) } : values;
}

function toModelConfig({ model, vocabSize }: ModelShape): ConfigValues {
  switch (model.family) {
    case 'gpt':
      return writeGpt2({ model, vocabSize });
    case 'llama':
      return writeLlama({ model, vocabSize });
    case 'bert':
      return writeBert({ model, vocabSize });
    case 'distilbert':
      return writeDistilbert({ model, vocabSize });
    case 't5':
      return writeT5({ model, vocabSize });
    case 'recurrent':
      return writeRecurrent({ model, vocabSize });
    case 'convolution':
    case 'blocks':
      throw unsupported('family', model.family);
  }
}

/** Name → shape of every parameter, in the order in which data flows. */
export function parameterShapes({
  model,
  vocabSize,
  classifier,
}: ModelShape): Map<string, readonly number[]> {
  const head = classifier ? classifierParameters(model, classifier.labels.length) : [];
  const all = [...parametersOf(model, vocabSize), ...head];
  return new Map(all.map(({ name, shape }) => [name, shape]));
}

/** Names and shapes; where the values are does not matter here. */
type TensorList = Pick<TensorSource, 'names' | 'has' | 'entry'>;

/** What files of the model without its head leave out. */
const PREFIXES = ['transformer.', 'model.', 'bert.', 'distilbert.'];

/** Under which names a parameter may stand in a file. */
function namesOf(name: string): string[] {
  const prefix = PREFIXES.find((start) => name.startsWith(start));
  const names = prefix ? [name, name.slice(prefix.length)] : [name];
  // The first BERT files carry TensorFlow's names of a norm's scales.
  const old = names
    .filter((one) => one.includes('LayerNorm.'))
    .map((one) => one.replace(/weight$/, 'gamma').replace(/bias$/, 'beta'));
  if (name === 'shared.weight') old.push('encoder.embed_tokens.weight');
  return [...names, ...old];
}

/** Masks that old GPT-2 files keep among the weights. */
const BUFFER = /\.attn\.(masked_)?bias$/;

/** The model without the parts that the files leave out. */
function fittedTo(model: ModelConfig, source: TensorList): ModelConfig {
  const has = (name: string): boolean => namesOf(name).some((candidate) => source.has(candidate));
  if (model.family === 'gpt') {
    const hasBias = source.names.some((name) => name.endsWith('.bias') && !BUFFER.test(name));
    return { ...model, bias: model.bias && hasBias };
  }
  if (model.family === 'bert') {
    const pooler = has('bert.pooler.dense.weight');
    const next_sentence_head = pooler && has('cls.seq_relationship.weight');
    const masked_lm_head = has('cls.predictions.transform.dense.weight');
    return { ...model, pooler, next_sentence_head, masked_lm_head };
  }
  if (model.family === 'distilbert')
    return { ...model, masked_lm_head: has('vocab_transform.weight') };
  return model;
}

/**
 * Finds each parameter of the model in the files, under its own name or a known variant. Biases and
 * heads that the files lack as a whole come back switched off in the config.
 * @throws HuggingFaceError missing_tensor | wrong_shape
 */
export function locateParameters(
  shape: ModelShape,
  source: TensorList,
): { shape: ModelShape; nameInFile: Map<string, string> } {
  const found: ModelShape = { ...shape, model: fittedTo(shape.model, source) };
  const nameInFile = new Map<string, string>();
  for (const [name, dims] of parameterShapes(found)) {
    const located = namesOf(name).find((candidate) => source.has(candidate));
    if (!located) {
      throw new HuggingFaceError('missing_tensor', `The weights lack ${name}.`, { tensor: name });
    }
    const stored = source.entry(located).shape;
    if (stored.length !== dims.length || stored.some((dim, axis) => dim !== dims[axis])) {
      throw new HuggingFaceError(
        'wrong_shape',
        `${name} is [${stored.join(', ')}]; config.json says [${dims.join(', ')}].`,
        { tensor: name, got: stored.join('×'), expected: dims.join('×') },
      );
    }
    nameInFile.set(name, located);
  }
  return { shape: found, nameInFile };
}

/**
 * Parameters as Hugging Face's loader wants them: a GPT without biases gets zero ones, and weights
 * that layers share stand there for each layer.
 */
export function toHuggingFaceTensors(
  shape: ModelShape,
  values: (name: string) => Float32Array<ArrayBuffer>,
  dtype: 'F32' | 'F16' | 'BF16' = 'F32',
): Map<string, TensorToWrite> {
  const { model } = shape;
  const own = parameterShapes(shape);
  const whole = unshared(model.family === 'gpt' ? { ...model, bias: true } : model);
  const wanted = parameterShapes({ ...shape, model: whole });
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, dims] of wanted) {
    const stored = sharedName(model, name);
    const data = own.has(stored) ? values(stored) : new Float32Array(dims[0]!);
    tensors.set(name, floatTensor(dims, data, dtype));
  }
  return tensors;
}
