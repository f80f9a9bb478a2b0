// Hugging Face's GPT-2 layout ↔ Benchtop's ModelConfig and parameters. Our parameter names are
// theirs; matrices are Conv1D, [in, out]. What our model can't express is refused, not ignored.
import { BenchtopError } from '../../gpu/errors';
import type { ModelConfig } from '../run/config';
import { floatTensor, type TensorToWrite } from './safetensorsWriter';
import type { TensorSource } from './sharded';

/** `code` is unsupported_model, bad_config, missing_tensor or wrong_shape. */
export class HuggingFaceError extends BenchtopError {
  override readonly name = 'HuggingFaceError';
}

/** A model as it stands in a folder: what RunConfig calls `model`, and the size of its vocabulary. */
export interface ModelShape {
  readonly model: ModelConfig;
  readonly vocabSize: number;
}

const ACTIVATIONS: Readonly<Record<string, ModelConfig['activation']>> = {
  gelu_new: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu: 'gelu_erf',
};

const PREFIX = 'transformer.';
/** Masks that old checkpoints keep among the weights. */
const BUFFER = /\.attn\.(masked_)?bias$/;

/** @throws HuggingFaceError unsupported_model | bad_config */
export function fromHuggingFaceConfig(config: Readonly<Record<string, unknown>>): ModelShape {
  const type = config.model_type;
  if (type !== 'gpt2') throw unsupported('model_type', type);
  const whole = (key: string, aliases: string[] = []): number => {
    const value = [key, ...aliases].map((name) => config[name]).find((found) => found != null);
    if (!Number.isSafeInteger(value) || (value as number) <= 0) {
      throw new HuggingFaceError('bad_config', `config.json: ${key} is ${JSON.stringify(value)}.`, {
        key,
      });
    }
    return value as number;
  };
  const width = whole('n_embd', ['hidden_size']);
  const heads = whole('n_head', ['num_attention_heads']);
  if (width % heads !== 0) {
    throw new HuggingFaceError(
      'bad_config',
      `config.json: n_embd ${width} can't be split into ${heads} heads.`,
      { n_embd: width, n_head: heads },
    );
  }
  const inner = config.n_inner ?? 4 * width;
  if (inner !== 4 * width) throw unsupported('n_inner', inner);
  if (config.scale_attn_weights === false) throw unsupported('scale_attn_weights', false);
  if (config.scale_attn_by_inverse_layer_idx === true) {
    throw unsupported('scale_attn_by_inverse_layer_idx', true);
  }
  if (config.add_cross_attention === true) throw unsupported('add_cross_attention', true);
  const named = config.activation_function ?? 'gelu_new';
  const activation = typeof named === 'string' ? ACTIVATIONS[named] : undefined;
  if (!activation) throw unsupported('activation_function', named);
  return {
    model: {
      family: 'gpt',
      n_layer: whole('n_layer', ['num_hidden_layers']),
      n_head: heads,
      n_embd: width,
      n_positions: whole('n_positions', ['n_ctx', 'max_position_embeddings']),
      activation,
      bias: true,
      tie_word_embeddings: config.tie_word_embeddings !== false,
      dropout: Number(config.resid_pdrop ?? 0.1),
      layer_norm_epsilon: Number(config.layer_norm_epsilon ?? 1e-5),
    },
    vocabSize: whole('vocab_size'),
  };
}

const unsupported = (key: string, value: unknown): HuggingFaceError =>
  new HuggingFaceError(
    'unsupported_model',
    `config.json: ${key} ${String(value)} is not supported.`,
    {
      key,
      value: String(value),
    },
  );

export function toHuggingFaceConfig({ model, vocabSize }: ModelShape): Record<string, unknown> {
  return {
    activation_function: model.activation === 'gelu_erf' ? 'gelu' : 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: model.dropout,
    bos_token_id: null,
    embd_pdrop: model.dropout,
    eos_token_id: null,
    initializer_range: 0.02,
    layer_norm_epsilon: model.layer_norm_epsilon,
    model_type: 'gpt2',
    n_ctx: model.n_positions,
    n_embd: model.n_embd,
    n_head: model.n_head,
    n_inner: null,
    n_layer: model.n_layer,
    n_positions: model.n_positions,
    resid_pdrop: model.dropout,
    scale_attn_weights: true,
    tie_word_embeddings: model.tie_word_embeddings,
    torch_dtype: 'float32',
    use_cache: true,
    vocab_size: vocabSize,
  };
}

/** Name → shape of every parameter, in the order in which data flows. */
export function parameterShapes({ model, vocabSize }: ModelShape): Map<string, number[]> {
  const { n_embd: width, n_layer, n_positions, bias, tie_word_embeddings } = model;
  const shapes = new Map<string, number[]>();
  const vector = (name: string, size: number): void => {
    shapes.set(`${name}.weight`, [size]);
    if (bias) shapes.set(`${name}.bias`, [size]);
  };
  const matrix = (name: string, from: number, to: number): void => {
    shapes.set(`${name}.weight`, [from, to]);
    if (bias) shapes.set(`${name}.bias`, [to]);
  };
  shapes.set(`${PREFIX}wte.weight`, [vocabSize, width]);
  shapes.set(`${PREFIX}wpe.weight`, [n_positions, width]);
  for (let layer = 0; layer < n_layer; layer++) {
    const block = `${PREFIX}h.${layer}`;
    vector(`${block}.ln_1`, width);
    matrix(`${block}.attn.c_attn`, width, 3 * width);
    matrix(`${block}.attn.c_proj`, width, width);
    vector(`${block}.ln_2`, width);
    matrix(`${block}.mlp.c_fc`, width, 4 * width);
    matrix(`${block}.mlp.c_proj`, 4 * width, width);
  }
  vector(`${PREFIX}ln_f`, width);
  if (!tie_word_embeddings) shapes.set('lm_head.weight', [vocabSize, width]);
  return shapes;
}

/**
 * Finds each parameter of the model in the files, under its own name or without the prefix, as the
 * hub's `gpt2` has it. A model whose files hold no biases at all comes back with `bias: false`.
 * @throws HuggingFaceError missing_tensor | wrong_shape
 */
export function locateParameters(
  shape: ModelShape,
  source: TensorSource,
): { shape: ModelShape; nameInFile: Map<string, string> } {
  const inFile = (name: string): string | undefined =>
    [name, name.replace(PREFIX, '')].find((candidate) => source.has(candidate));
  const hasBias = source.names.some((name) => name.endsWith('.bias') && !BUFFER.test(name));
  const model = { ...shape.model, bias: shape.model.bias && hasBias };
  const found: ModelShape = { ...shape, model };
  const nameInFile = new Map<string, string>();
  for (const [name, dims] of parameterShapes(found)) {
    const located = inFile(name);
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

/** Parameters as Hugging Face's loader wants them: a model without biases gets zero ones. */
export function toHuggingFaceTensors(
  shape: ModelShape,
  values: (name: string) => Float32Array<ArrayBuffer>,
  dtype: 'F32' | 'F16' | 'BF16' = 'F32',
): Map<string, TensorToWrite> {
  const own = parameterShapes(shape);
  const wanted = parameterShapes({ ...shape, model: { ...shape.model, bias: true } });
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, dims] of wanted) {
    const data = own.has(name) ? values(name) : new Float32Array(dims[0]!);
    tensors.set(name, floatTensor(dims, data, dtype));
  }
  return tensors;
}
