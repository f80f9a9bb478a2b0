// config.json of GPT-2, LLaMA and Qwen2, and of the recurrent models whose fields follow torch.nn.
import { CAUSAL_FIELD, COMMON_FIELDS, each, NEIGHBOUR_FIELDS, type Fields } from './configCommon';
import { honoured, ignored, refused, type FieldTable, type FieldValues } from './fieldTable';

const CONFIG = 'config.json';
const count = (note: string) => honoured(`${note}; a whole number.`);
const dropout = honoured('Dropout while fine-tuning.');

export const GELU_NAMES: Readonly<Record<string, 'gelu_tanh' | 'gelu_erf'>> = {
  gelu: 'gelu_erf',
  gelu_python: 'gelu_erf',
  gelu_new: 'gelu_tanh',
  gelu_pytorch_tanh: 'gelu_tanh',
  gelu_python_tanh: 'gelu_tanh',
  gelu_fast: 'gelu_tanh',
  gelu_accurate: 'gelu_tanh',
};

export const geluRule = honoured(
  'GELU in its exact form, or one of the names of its tanh form. Other activations are refused.',
  Object.keys(GELU_NAMES),
);

/** Rotary positions as older and newer files write them. */
const ROPE_FIELDS: Fields = {
  rope_theta: honoured('Base of the rotary positions.'),
  ...each(
    ['rope_scaling', 'rope_parameters'],
    honoured(
      'See the fields of rotary positions.',
      (value) => typeof value === 'object' && !Array.isArray(value),
    ),
  ),
  partial_rotary_factor: refused('Rotary positions turn the whole of each head.', [1]),
};

export const GPT2_TABLE: FieldTable = {
  id: 'config.gpt2',
  file: CONFIG,
  title: 'config.json of GPT-2',
  reference: 'GPT2Config of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...COMMON_FIELDS,
    ...CAUSAL_FIELD,
    n_positions: count('Longest sequence'),
    max_position_embeddings: count('The same as n_positions'),
    n_ctx: ignored('A former name; the class reads n_positions.'),
    n_embd: count('Width'),
    hidden_size: count('The same as n_embd'),
    n_layer: count('Layers'),
    num_hidden_layers: count('The same as n_layer'),
    n_head: count('Heads'),
    num_attention_heads: count('The same as n_head'),
    n_inner: count('Width of the MLP; four times n_embd where it is absent'),
    activation_function: geluRule,
    resid_pdrop: dropout,
    ...each(
      ['embd_pdrop', 'attn_pdrop'],
      honoured('Told where it differs from resid_pdrop, which stands for all three.'),
    ),
    layer_norm_epsilon: honoured('Added to the variance in a norm.'),
    scale_attn_weights: refused('Scores are always divided by the root of the head size.', [true]),
    scale_attn_by_inverse_layer_idx: refused('Scores do not depend on the number of the layer.', [
      false,
    ]),
    reorder_and_upcast_attn: ignored('Another order of the same operations in float32.'),
    is_decoder: ignored('The class is a decoder always.'),
    ...each(
      [
        'summary_type',
        'summary_use_proj',
        'summary_activation',
        'summary_proj_to_labels',
        'summary_first_dropout',
      ],
      ignored('Of the second head of GPT2DoubleHeadsModel, which is not read.'),
    ),
  },
};

const silu = honoured('SiLU in SwiGLU, under both of its names.', ['silu', 'swish']);

const LLAMA_FIELDS: Fields = {
  ...COMMON_FIELDS,
  ...NEIGHBOUR_FIELDS,
  ...ROPE_FIELDS,
  hidden_size: count('Width'),
  intermediate_size: count('Width of the MLP'),
  num_hidden_layers: count('Layers'),
  num_attention_heads: count('Heads'),
  num_key_value_heads: count('Heads of keys and values; as many as heads where it is absent'),
  max_position_embeddings: count('Longest sequence'),
  hidden_act: silu,
  rms_norm_eps: honoured('Added to the mean square in a norm.'),
  attention_dropout: dropout,
  head_dim: refused(
    'Heads must add up to hidden_size.',
    (value, { hidden_size: width, num_attention_heads: heads }) =>
      Number(value) * Number(heads) === Number(width),
  ),
  is_decoder: ignored('The class is a decoder always.'),
  pretraining_tp: ignored('Splits the same products into parts.'),
};

export const LLAMA_TABLE: FieldTable = {
  id: 'config.llama',
  file: CONFIG,
  title: 'config.json of LLaMA',
  reference: 'LlamaConfig of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...LLAMA_FIELDS,
    attention_bias: refused('The projections of attention have no biases.', [false]),
    mlp_bias: refused('The MLP has no biases.', [false]),
  },
};

/** The class hides keys beyond the window in the layers from max_window_layers on. */
function neverWindowed(value: unknown, values: FieldValues): boolean {
  if (value !== true) return value === false;
  const { max_window_layers: from = 28, num_hidden_layers: layers = 32, layer_types } = values;
  const { sliding_window: window = 4096, max_position_embeddings: longest = 32_768 } = values;
  if (window === null || Number(window) >= Number(longest)) return true;
  return layer_types === undefined && Number(from) >= Number(layers);
}

export const QWEN2_TABLE: FieldTable = {
  id: 'config.qwen2',
  file: CONFIG,
  title: 'config.json of Qwen2',
  reference: 'Qwen2Config of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...LLAMA_FIELDS,
    attention_bias: ignored('The class has biases on q, k and v always.'),
    use_sliding_window: refused(
      'A window passes only where no layer is narrower than its sequence.',
      neverWindowed,
    ),
    sliding_window: ignored('Matters with use_sliding_window alone.'),
    max_window_layers: ignored('Matters with use_sliding_window alone.'),
    layer_types: refused(
      'Every layer must be full_attention.',
      (value) => Array.isArray(value) && value.every((type) => type === 'full_attention'),
    ),
  },
};

const scaled = refused('Scales the positions; only rope_type default is supported.');

export const ROPE_TABLE: FieldTable = {
  id: 'config.rope',
  file: 'config.json (rotary positions)',
  title: 'rope_parameters and rope_scaling',
  reference: 'RopeParameters of transformers 5, rope_scaling of 4.57',
  unknown: 'refused',
  fields: {
    ...each(
      ['rope_type', 'type'],
      refused('Scaled rotary positions (linear, dynamic, llama3, yarn, longrope) are not read.', [
        'default',
      ]),
    ),
    rope_theta: honoured('Base of the rotary positions.'),
    partial_rotary_factor: refused('Rotary positions turn the whole of each head.', [1]),
    ...each(
      [
        'factor',
        'original_max_position_embeddings',
        'attention_factor',
        'beta_fast',
        'beta_slow',
        'short_factor',
        'long_factor',
        'low_freq_factor',
        'high_freq_factor',
        'mscale',
        'mscale_all_dim',
        'truncate',
        'mrope_section',
        'mrope_interleaved',
        'finetuned',
      ],
      scaled,
    ),
    ...each(
      ['full_attention', 'sliding_attention'],
      refused('Positions of their own for each kind of layer are not supported.'),
    ),
  },
};

export const RECURRENT_TABLE: FieldTable = {
  id: 'config.recurrent',
  file: CONFIG,
  title: 'config.json of RNN, LSTM and GRU',
  reference: 'torch.nn.RNN, LSTM and GRU; transformers has no class for them',
  unknown: 'reported',
  fields: {
    model_type: honoured(
      'Decides the cell: rnn (with nonlinearity), rnn_tanh, rnn_relu, lstm or gru.',
    ),
    vocab_size: honoured('Rows of the token embedding.'),
    embed_dim: count('Width of the embedding'),
    hidden_size: count('Width of the state'),
    num_layers: count('Layers'),
    n_positions: count('Longest sequence; 1,024 where it is absent'),
    dropout: honoured('Between the layers, while training.'),
    bidirectional: refused('A language model reads in one direction.', [false]),
    bias: honoured('Whether each gate has its two biases; true where it is absent.'),
    proj_size: refused('The state is not projected.', [0]),
    nonlinearity: honoured('Of model_type rnn: tanh or relu; elsewhere it has to agree.'),
    batch_first: ignored('An order of axes, not of weights.'),
    architectures: ignored('There is no class to name.'),
    ...each(['torch_dtype', 'dtype'], ignored('Each tensor tells its own type.')),
    ...each(['bos_token_id', 'eos_token_id', 'pad_token_id'], COMMON_FIELDS.eos_token_id!),
    quantization_config: COMMON_FIELDS.quantization_config!,
    factored_layers: COMMON_FIELDS.factored_layers!,
    tie_word_embeddings: refused('The output layer has weights of its own.', [false]),
  },
};
