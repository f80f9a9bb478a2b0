// What a config.json makes transformers compute, restated from the documentation of its classes: class
// defaults, attribute maps, ACT2FN, rotary positions. `unknown` wherever a model of this lab has no such
// thing, so that a config that is read in spite of it shows as different.
import type { ModelShape } from '../../src/training/io/huggingface/config';
import { llama, llamaParts } from './meaningLlama';
import {
  formula,
  isBeyond,
  labels,
  of,
  orElse,
  truth,
  UNKNOWN,
  type Json,
  type Meaning,
} from './meaningCommon';

function gpt2(config: Json): Meaning {
  const width = of(config, 'n_embd', 768, 'hidden_size');
  const beyond =
    isBeyond(config, false) ||
    !truth(of(config, 'scale_attn_weights', true)) ||
    truth(config.scale_attn_by_inverse_layer_idx);
  return {
    vocabulary: of(config, 'vocab_size', 50_257),
    layers: of(config, 'n_layer', 12, 'num_hidden_layers'),
    heads: of(config, 'n_head', 12, 'num_attention_heads'),
    width,
    inner: orElse(of(config, 'n_inner', null), 4 * Number(width)),
    positions: of(config, 'n_positions', 1024, 'max_position_embeddings'),
    activation: formula(of(config, 'activation_function', 'gelu_new')),
    eps: of(config, 'layer_norm_epsilon', 1e-5),
    tied: truth(of(config, 'tie_word_embeddings', true)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond,
  };
}

function bert(config: Json): Meaning {
  const beyond =
    isBeyond(config, false) ||
    truth(config.is_decoder) ||
    of(config, 'position_embedding_type', 'absolute') !== 'absolute';
  return {
    vocabulary: of(config, 'vocab_size', 30_522),
    layers: of(config, 'num_hidden_layers', 12),
    heads: of(config, 'num_attention_heads', 12),
    width: of(config, 'hidden_size', 768),
    inner: of(config, 'intermediate_size', 3072),
    positions: of(config, 'max_position_embeddings', 512),
    segments: of(config, 'type_vocab_size', 2),
    activation: formula(of(config, 'hidden_act', 'gelu')),
    eps: of(config, 'layer_norm_eps', 1e-12),
    tied: truth(of(config, 'tie_word_embeddings', true)),
    labels: labels(config, 'ForSequenceClassification'),
    beyond: beyond && !isNullType(config),
  };
}

/** `null` leaves the class with what it has: learned positions. */
const isNullType = ({ position_embedding_type: type, ...rest }: Json): boolean =>
  type === null && !isBeyond(rest, false) && !truth(rest.is_decoder);

const distilbert = (config: Json): Meaning => ({
  vocabulary: of(config, 'vocab_size', 30_522),
  layers: of(config, 'n_layers', 6, 'num_hidden_layers'),
  heads: of(config, 'n_heads', 12, 'num_attention_heads'),
  width: of(config, 'dim', 768, 'hidden_size'),
  inner: of(config, 'hidden_dim', 3072),
  positions: of(config, 'max_position_embeddings', 512),
  activation: formula(of(config, 'activation', 'gelu')),
  tied: truth(of(config, 'tie_word_embeddings', true)),
  labels: labels(config, 'ForSequenceClassification'),
  beyond: isBeyond(config, false) || truth(config.is_decoder),
});

function t5(config: Json): Meaning {
  const feed = of(config, 'feed_forward_proj', 'relu');
  const parts = typeof feed === 'string' ? feed.split('-') : [];
  const usual = feed === 'gated-gelu' ? 'gelu_new' : (parts.at(-1) ?? '');
  const layers = of(config, 'num_layers', 6, 'num_hidden_layers');
  const tied = truth(of(config, 'tie_word_embeddings', true));
  const names = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
  return {
    vocabulary: of(config, 'vocab_size', 32_128),
    layers,
    decoder: orElse(of(config, 'num_decoder_layers', null), layers),
    heads: of(config, 'num_heads', 8, 'num_attention_heads'),
    width: of(config, 'd_model', 512, 'hidden_size'),
    head: of(config, 'd_kv', 64, 'head_dim'),
    inner: of(config, 'd_ff', 2048),
    buckets: of(config, 'relative_attention_num_buckets', 32),
    distance: of(config, 'relative_attention_max_distance', 128),
    gated: of(config, 'is_gated_act', parts[0] === 'gated') ?? parts[0] === 'gated',
    activation: formula(of(config, 'dense_act_fn', usual) ?? usual),
    eps: of(config, 'layer_norm_epsilon', 1e-6),
    tied,
    beyond: isBeyond(config, true) || names.some((name) => /Encoder/.test(name)),
  };
}

export function meaningInTransformers(config: Json): Meaning {
  switch (config.model_type) {
    case 'gpt2':
      return gpt2(config);
    case 'llama':
    case 'qwen2':
    case 'qwen3':
    case 'mistral':
    case 'smollm3':
    case 'gemma3_text':
      return llama(config);
    case 'bert':
      return bert(config);
    case 'distilbert':
      return distilbert(config);
    default:
      return t5(config);
  }
}

const GELUS = { gelu_erf: 'x Φ(x)', gelu_tanh: 'tanh' } as const;

/** The same list for what came out of the reader. */
export function meaningOfModel({ model, vocabSize, classifier }: ModelShape): Meaning {
  const classes = classifier?.labels.map((name, id) => [id, name]) ?? null;
  const first = { vocabulary: vocabSize, layers: model.n_layer };
  const width = model.n_embd;
  switch (model.family) {
    case 'gpt':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner ?? 4 * width,
        positions: model.n_positions,
        activation: GELUS[model.activation],
        eps: model.layer_norm_epsilon,
        tied: model.tie_word_embeddings,
        labels: classes,
        beyond: false,
      };
    case 'llama':
      return {
        ...first,
        heads: model.n_head,
        kv: model.n_kv_head,
        width,
        headSize: model.head_dim ?? width / model.n_head,
        inner: model.n_inner,
        positions: model.n_positions,
        activation: model.gate === 'silu' ? 'x σ(x)' : 'tanh',
        ...llamaParts(model),
        eps: model.rms_norm_epsilon,
        tied: model.tie_word_embeddings,
        labels: classes,
        beyond: false,
      };
    case 'bert':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner,
        positions: model.n_positions,
        segments: model.type_vocab_size,
        activation: GELUS[model.activation],
        eps: model.layer_norm_epsilon,
        tied: true,
        labels: classes,
        beyond: false,
      };
    case 'distilbert':
      return {
        ...first,
        heads: model.n_head,
        width,
        inner: model.n_inner,
        positions: model.n_positions,
        activation: GELUS[model.activation],
        tied: true,
        labels: classes,
        beyond: false,
      };
    case 't5':
      return {
        ...first,
        decoder: model.n_decoder_layer,
        heads: model.n_head,
        width,
        head: model.d_kv,
        inner: model.n_inner,
        buckets: model.relative_attention_num_buckets,
        distance: model.relative_attention_max_distance,
        gated: model.feed_forward === 'gated_gelu',
        activation: model.feed_forward === 'relu' ? 'max(0, x)' : 'tanh',
        eps: model.layer_norm_epsilon,
        tied: model.tie_word_embeddings,
        beyond: false,
      };
    default:
      return { ...first, beyond: UNKNOWN };
  }
}
