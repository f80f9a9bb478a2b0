// config.json of LLaMA and its relatives: the same layers, with a part more or less.
import { COMMON_FIELDS, each, NEIGHBOUR_FIELDS, type Fields } from './configCommon';
import { GELU_NAMES } from './configDecoders';
import { ROPE_FIELDS } from './configRope';
import { honoured, ignored, refused, type FieldTable } from './fieldTable';

const count = (note: string) => honoured(`${note}; a whole number.`);

const LLAMA_FIELDS: Fields = {
  ...COMMON_FIELDS,
  ...NEIGHBOUR_FIELDS,
  ...ROPE_FIELDS,
  hidden_size: count('Width'),
  intermediate_size: count('Width of the MLP'),
  num_hidden_layers: count('Layers'),
  num_attention_heads: count('Heads'),
  num_key_value_heads: count('Heads of keys and values'),
  head_dim: count(
    'Width of a head, even; hidden_size divided by the heads where it is absent, 128 of Qwen3',
  ),
  max_position_embeddings: count('Longest sequence'),
  hidden_act: honoured('SiLU in SwiGLU, under both of its names.', ['silu', 'swish']),
  rms_norm_eps: honoured('Added to the mean square in a norm.'),
  attention_dropout: honoured('Dropout while fine-tuning.'),
  is_decoder: ignored('The class is a decoder always.'),
  pretraining_tp: ignored('Splits the same products into parts.'),
};

const attentionBias = honoured('Biases on q, k and v and behind attention.');
const mlpBias = honoured('Biases in the MLP.');
const noBias = (what: string) => refused(`The class has no biases in ${what}.`, [false]);

const useWindow = honoured('Whether layers have the window of sliding_window; false where absent.');
const windowLength = (absent: string) =>
  honoured(
    `Tokens that attention sees, the token itself among them; ${absent} where it is absent. One as long as the longest sequence hides nothing.`,
  );
const layerTypes = honoured(
  'Either full_attention or sliding_attention, one a layer. Other kinds are refused.',
  (value) =>
    Array.isArray(value) &&
    value.every((type) => type === 'full_attention' || type === 'sliding_attention'),
);

const tableOf = (id: string, title: string, fields: Fields): FieldTable => ({
  id: `config.${id}`,
  file: 'config.json',
  title: `config.json of ${title}`,
  reference: `${title === 'LLaMA' ? 'Llama' : title}Config of transformers 4.57 and 5`,
  unknown: 'reported',
  fields: { ...LLAMA_FIELDS, ...fields },
});

export const LLAMA_TABLE = tableOf('llama', 'LLaMA', {
  attention_bias: attentionBias,
  mlp_bias: mlpBias,
});

const QWEN_WINDOW: Fields = {
  use_sliding_window: useWindow,
  sliding_window: windowLength('4,096'),
  max_window_layers: honoured(
    'Where layer_types is absent, layers from this one on have the window; 28 by default.',
  ),
  layer_types: layerTypes,
};

export const QWEN2_TABLE = tableOf('qwen2', 'Qwen2', {
  ...QWEN_WINDOW,
  attention_bias: ignored('The class has biases on q, k and v always.'),
});

export const QWEN3_TABLE = tableOf('qwen3', 'Qwen3', {
  ...QWEN_WINDOW,
  attention_bias: attentionBias,
  mlp_bias: noBias('the MLP'),
});

export const MISTRAL_TABLE = tableOf('mistral', 'Mistral', {
  sliding_window: windowLength('4,096'),
  layer_types: honoured(
    'The class gives every layer the window or none, and this has to agree.',
    layerTypes.accepts,
  ),
  ...each(
    ['use_sliding_window', 'max_window_layers'],
    ignored('The class looks at sliding_window alone.'),
  ),
  attention_bias: noBias('attention'),
  mlp_bias: noBias('the MLP'),
});

export const SMOLLM3_TABLE = tableOf('smollm3', 'SmolLM3', {
  attention_bias: attentionBias,
  mlp_bias: mlpBias,
  no_rope_layers: honoured(
    'Whether a layer applies rotary embeddings: 1 or 0, one per layer.',
    (value) => Array.isArray(value) && value.every((one) => one === 0 || one === 1),
  ),
  no_rope_layer_interval: count(
    'Where no_rope_layers is absent, every such layer leaves positions out; 4 where it is absent',
  ),
  use_sliding_window: useWindow,
  sliding_window: windowLength('none'),
  layer_types: honoured(
    'As of Qwen3; where it is absent, the layers without positions have the window.',
    layerTypes.accepts,
  ),
  max_window_layers: ignored('The class looks at layer_types.'),
});

export const GEMMA3_TABLE = tableOf('gemma3_text', 'Gemma3Text', {
  attention_bias: attentionBias,
  mlp_bias: noBias('the MLP'),
  hidden_act: ignored('The class looks at hidden_activation.'),
  hidden_activation: honoured(
    'The MLP is gated by GELU (tanh approximation). Other activations are refused.',
    Object.keys(GELU_NAMES).filter((name) => GELU_NAMES[name] === 'gelu_tanh'),
  ),
  sliding_window: windowLength('4,096'),
  layer_types: honoured(
    'Either full_attention or sliding_attention, one a layer; where it is absent, sliding_window_pattern decides.',
    layerTypes.accepts,
  ),
  ...each(
    ['sliding_window_pattern', '_sliding_window_pattern'],
    count('Every such layer sees all tokens, the others the window; 6 where it is absent'),
  ),
  rope_local_base_freq: honoured(
    'Base of the rotary positions of layers with a window, which are not stretched; 10,000 where it is absent.',
  ),
  query_pre_attn_scalar: honoured('Scores are divided by its root; 256 where it is absent.'),
  final_logit_softcapping: honoured('Bounds the logits by tanh.'),
  attn_logit_softcapping: refused('Attention logit soft-capping is not supported.'),
  cache_implementation: ignored('How the same result is computed.'),
});
