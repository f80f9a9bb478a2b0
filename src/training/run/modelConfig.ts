// The architectures as config: one schema a family, told apart by `family`. All of them name width,
// depth, heads and length alike, so that a setting means the same wherever it stands.
import { z } from 'zod';

const positive = z.number().int().positive();
const share = z.number().min(0).max(1);
const epsilon = z.number().positive();

/** The largest of each size: what a file asks for is held against them before anything is built. */
export const LIMITS = {
  layers: 96,
  width: 16_384,
  heads: 128,
  headWidth: 1024,
  inner: 65_536,
  positions: 131_072,
  /** Where each position has a row of weights. */
  learnedPositions: 8192,
  vocabulary: 1_048_576,
  segments: 1024,
  buckets: 4096,
  classes: 10_000,
} as const;

const size = {
  n_layer: positive.max(LIMITS.layers),
  /** Width of the residual stream. */
  n_embd: positive.max(LIMITS.width),
  /** Longest sequence, in tokens. */
  n_positions: positive.max(LIMITS.positions),
  dropout: share.default(0),
  /** Standard deviation of the initial weights, 0.02 where it is left out. */
  initializer_range: z.number().positive().max(1).optional(),
};
/** Groups of layers that use the same weights, as in ALBERT; one a layer where left out. */
const sharing = { num_hidden_groups: positive.max(LIMITS.layers).optional() };
const heads = positive.max(LIMITS.heads);
const inner = positive.max(LIMITS.inner);
/** After structured pruning: heads keep their width though fewer are left. */
const pruned = { pruned: z.object({ head_dim: positive.max(LIMITS.headWidth) }).optional() };
const gelu = z.enum(['gelu_tanh', 'gelu_erf']);
const cell = z.enum(['rnn_tanh', 'rnn_relu', 'lstm', 'gru']);

/** GPT-2-style decoder (pre-LN, learned positions). Radford et al. 2019. */
export const gptSchema = z.object({
  family: z.literal('gpt'),
  ...size,
  ...sharing,
  n_head: heads,
  /** Width of the MLP; four times n_embd where it is left out. */
  n_inner: inner.optional(),
  n_positions: positive.max(LIMITS.learnedPositions),
  activation: gelu.default('gelu_tanh'),
  bias: z.boolean().default(true),
  tie_word_embeddings: z.boolean().default(true),
  layer_norm_epsilon: epsilon.default(1e-5),
  /** After structured pruning: heads keep their width though fewer are left, and the MLP is thinner. */
  pruned: z.object({ head_dim: positive, n_inner: inner }).optional(),
});

const stretch = z.number().min(1).max(1e6);
const original = { original_max_position_embeddings: positive };
const frequencyFactors = z.array(z.number().positive()).max(LIMITS.headWidth);

/** How rotary positions are stretched for longer contexts, as transformers computes it from the same names. */
export const ropeScalingSchema = z.discriminatedUnion('rope_type', [
  z.object({ rope_type: z.literal('linear'), factor: stretch }),
  /** Depends on the length of a sequence, and changes nothing up to the original one. */
  z.object({ rope_type: z.literal('dynamic'), factor: stretch, ...original }),
  z.object({
    rope_type: z.literal('yarn'),
    factor: stretch,
    ...original,
    attention_factor: z.number().min(0),
    beta_fast: z.number().positive().default(32),
    beta_slow: z.number().positive().default(1),
    truncate: z.boolean().default(true),
  }),
  /** One factor for each pair of a head's numbers; the long ones for sequences beyond the original length. */
  z.object({
    rope_type: z.literal('longrope'),
    short_factor: frequencyFactors,
    long_factor: frequencyFactors,
    ...original,
    attention_factor: z.number().min(0),
  }),
  z.object({
    rope_type: z.literal('llama3'),
    factor: stretch,
    low_freq_factor: z.number().positive(),
    high_freq_factor: z.number().positive(),
    ...original,
  }),
]);

/** One entry a layer; a shorter list starts again. */
const perLayer = z.array(z.boolean()).min(1).max(LIMITS.layers);

/** LLaMA-style decoder: RMSNorm, rotary positions, SwiGLU, grouped-query attention. */
export const llamaSchema = z.object({
  family: z.literal('llama'),
  ...size,
  ...sharing,
  n_head: heads,
  n_kv_head: heads,
  n_inner: inner,
  rope_theta: z.number().positive().default(10_000),
  rope_scaling: ropeScalingSchema.optional(),
  /** Width of a head; heads need not add up to n_embd. n_embd / n_head where it is left out. */
  head_dim: positive.multipleOf(2).max(LIMITS.headWidth).optional(),
  /** Biases on q, k and v, as Qwen2 has them. */
  qkv_bias: z.boolean().default(false),
  /** A bias behind attention, and biases in the MLP. */
  out_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  /** RMSNorm over each head of q and of k before they are turned, as Qwen3 has it. */
  qk_norm: z.boolean().default(false),
  /** Tokens that attention sees at most, the token itself among them; all before it where left out. */
  sliding_window: positive.optional(),
  /** Which layers have the window, and which turn q and k by their positions; all where left out. */
  sliding_layers: perLayer.optional(),
  rotary_layers: perLayer.optional(),
  /** Base of the rotary positions of layers with a window, which are not stretched; rope_theta where left out. */
  local_rope_theta: z.number().positive().optional(),
  /** As Gemma has them: norms multiply by 1 + weight, and stand behind attention and MLP as well. */
  norm_offset: z.boolean().default(false),
  post_norm: z.boolean().default(false),
  /** Embeddings are multiplied by the root of n_embd. */
  embedding_scale: z.boolean().default(false),
  gate: z.enum(['silu', 'gelu_tanh']).default('silu'),
  /** Scores are divided by its root; by that of the head's width where it is left out. */
  query_pre_attn_scalar: z.number().positive().optional(),
  /** Logits stay within ± this number: cap · tanh(logits / cap). */
  final_logit_softcapping: z.number().positive().optional(),
  tie_word_embeddings: z.boolean().default(false),
  rms_norm_epsilon: epsilon.default(1e-5),
});

/** BERT-style encoder (post-LN). The parts above the encoder can be left out. */
export const bertSchema = z.object({
  family: z.literal('bert'),
  ...size,
  ...sharing,
  ...pruned,
  n_head: heads,
  n_inner: inner,
  type_vocab_size: positive.max(LIMITS.segments).default(2),
  activation: gelu.default('gelu_erf'),
  layer_norm_epsilon: epsilon.default(1e-12),
  pooler: z.boolean().default(true),
  masked_lm_head: z.boolean().default(true),
  /** Needs the pooler. */
  next_sentence_head: z.boolean().default(true),
});

/** BERT without segments and pooler. Sanh et al. 2019. */
export const distilbertSchema = z.object({
  family: z.literal('distilbert'),
  ...size,
  ...sharing,
  ...pruned,
  n_head: heads,
  n_inner: inner,
  activation: gelu.default('gelu_erf'),
  masked_lm_head: z.boolean().default(true),
});

/** T5-style encoder-decoder (pre-RMSNorm, relative position buckets). Raffel et al. 2020. */
export const t5Schema = z.object({
  family: z.literal('t5'),
  ...size,
  ...sharing,
  n_decoder_layer: positive.max(LIMITS.layers),
  n_head: heads,
  /** Width of a head; heads need not add up to n_embd. */
  d_kv: positive.max(LIMITS.headWidth),
  n_inner: inner,
  feed_forward: z.enum(['relu', 'gated_gelu']).default('relu'),
  relative_attention_num_buckets: positive.min(2).max(LIMITS.buckets).default(32),
  relative_attention_max_distance: positive.default(128),
  tie_word_embeddings: z.boolean().default(true),
  layer_norm_epsilon: epsilon.default(1e-6),
  decoder_start_token_id: z.number().int().min(0).default(0),
});

/** Embedding, recurrent layers, linear head. n_embd is the width of the state. */
export const recurrentSchema = z.object({
  family: z.literal('recurrent'),
  ...size,
  cell,
  /** Both biases of each layer; the output layer always has one. */
  bias: z.boolean().default(true),
  /** Width of the embedding; n_embd where left out. */
  d_embed: positive.max(LIMITS.width).optional(),
});

/** Gated causal convolutions with residual sums, dilation doubling. Dauphin et al. 2017. */
export const convolutionSchema = z.object({
  family: z.literal('convolution'),
  ...size,
  kernel_size: positive.max(64).default(3),
  /** Dilations run 1, 2, 4, … and start again after that many layers. */
  dilation_cycle: positive.max(16).default(4),
  tie_word_embeddings: z.boolean().default(true),
  layer_norm_epsilon: epsilon.default(1e-5),
});

const mixerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attention'), n_kv_head: heads.optional() }),
  z.object({ kind: z.literal('recurrent'), cell }),
  z.object({
    kind: z.literal('convolution'),
    kernel_size: positive.max(64),
    dilation: positive.max(32_768),
  }),
]);

/** A block list: what mixes positions and what transforms each position, chosen block by block. */
export const blocksSchema = z.object({
  family: z.literal('blocks'),
  ...size,
  n_head: heads,
  n_inner: inner,
  positions: z.enum(['sinusoidal', 'learned', 'rope', 'alibi', 'none']).default('learned'),
  norm: z.enum(['layer', 'rms']).default('layer'),
  norm_epsilon: epsilon.default(1e-5),
  rope_theta: z.number().positive().default(10_000),
  tie_word_embeddings: z.boolean().default(true),
  /** Block i is entry i; shorter lists start again. */
  blocks: z
    .array(
      z.object({
        mixer: mixerSchema,
        feed_forward: z.enum(['relu', 'gelu', 'swiglu']),
      }),
    )
    .min(1)
    .max(96),
});

export type GptConfig = z.infer<typeof gptSchema>;
export type LlamaConfig = z.infer<typeof llamaSchema>;
export type RopeScaling = z.infer<typeof ropeScalingSchema>;
export type BertConfig = z.infer<typeof bertSchema>;
export type DistilbertConfig = z.infer<typeof distilbertSchema>;
export type T5Config = z.infer<typeof t5Schema>;
export type RecurrentConfig = z.infer<typeof recurrentSchema>;
export type ConvolutionConfig = z.infer<typeof convolutionSchema>;
export type BlocksConfig = z.infer<typeof blocksSchema>;

/** Width of a GPT-2's MLP: four times n_embd, unless the config or pruning says otherwise. */
export const innerWidth = ({ n_embd, n_inner, pruned }: GptConfig): number =>
  pruned?.n_inner ?? n_inner ?? 4 * n_embd;

/** Of queries, keys and values of all heads together. */
export const headsWidth = ({
  n_embd,
  n_head,
  pruned: left,
}: BertConfig | DistilbertConfig): number => (left ? n_head * left.head_dim : n_embd);
