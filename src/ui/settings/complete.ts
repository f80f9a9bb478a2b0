// Fills in what an experiment leaves out. The schema in training/run/config.ts says the same, and a
// test holds them together: the schema's library stays in the Worker, out of the page's first load.
import type { ModelConfig, RunConfig, RunConfigInput } from '../../training/run/config';

export function completeConfig(input: RunConfigInput): RunConfig {
  return {
    ...input,
    model: completeModel(input.model),
    data: { validation_share: 0.1, seed: 1, ...input.data },
    training: {
      gradient_accumulation_steps: 1,
      min_learning_rate: 0,
      lr_scheduler_type: 'cosine',
      warmup_steps: 0,
      num_decay_steps: 0.2,
      optim: 'adamw',
      weight_decay: 0.1,
      adam_beta1: 0.9,
      adam_beta2: 0.99,
      adam_epsilon: 1e-8,
      momentum: 0.9,
      nesterov: false,
      ns_steps: 5,
      aux_learning_rate: 3e-4,
      aux_weight_decay: 0,
      scale_parameter: false,
      ema_decay: 0,
      use_ema: true,
      max_grad_norm: 1,
      seed: 1337,
      eval_steps: 50,
      eval_windows: 64,
      ...input.training,
    },
    sample: {
      every_steps: 50,
      max_new_tokens: 160,
      temperature: 0.8,
      top_k: 0,
      prompt: '\n',
      ...input.sample,
    },
  };
}

/** By family, what the schema of training/run/modelConfig.ts fills in beyond dropout. */
const MODEL_DEFAULTS: {
  [F in ModelConfig['family']]: Partial<Extract<ModelConfig, { family: F }>>;
} = {
  gpt: {
    activation: 'gelu_tanh',
    bias: true,
    tie_word_embeddings: true,
    layer_norm_epsilon: 1e-5,
  },
  llama: {
    rope_theta: 10_000,
    qkv_bias: false,
    tie_word_embeddings: false,
    rms_norm_epsilon: 1e-5,
  },
  recurrent: { bias: true },
  convolution: {
    kernel_size: 3,
    dilation_cycle: 4,
    tie_word_embeddings: true,
    layer_norm_epsilon: 1e-5,
  },
  blocks: {
    positions: 'learned',
    norm: 'layer',
    norm_epsilon: 1e-5,
    rope_theta: 10_000,
    tie_word_embeddings: true,
  },
  bert: {
    type_vocab_size: 2,
    activation: 'gelu_erf',
    layer_norm_epsilon: 1e-12,
    pooler: true,
    masked_lm_head: true,
    next_sentence_head: true,
  },
  distilbert: { activation: 'gelu_erf', masked_lm_head: true },
  t5: {
    feed_forward: 'relu',
    relative_attention_num_buckets: 32,
    relative_attention_max_distance: 128,
    tie_word_embeddings: true,
    layer_norm_epsilon: 1e-6,
    decoder_start_token_id: 0,
  },
};

export const completeModel = (model: RunConfigInput['model']): ModelConfig =>
  ({ dropout: 0, ...MODEL_DEFAULTS[model.family], ...model }) as ModelConfig;
