// Which class of transformers a LLaMA-style config is: they share their layers and differ in parts of them.
import type { LlamaConfig } from '../run/modelConfig';

interface ClassNames {
  readonly className: string;
  readonly title: string;
  /** Begins the name of the class for sequence classification, where that is another. */
  readonly classifier?: string;
}

/** By `model_type`: how its classes begin, and what people call it. */
export const LLAMA_KINDS = {
  llama: { className: 'Llama', title: 'LLaMA' },
  qwen2: { className: 'Qwen2', title: 'Qwen2' },
  qwen3: { className: 'Qwen3', title: 'Qwen3' },
  mistral: { className: 'Mistral', title: 'Mistral' },
  smollm3: { className: 'SmolLM3', title: 'SmolLM3' },
  gemma3_text: { className: 'Gemma3', title: 'Gemma 3', classifier: 'Gemma3Text' },
} as const satisfies Readonly<Record<string, ClassNames>>;

export type LlamaKind = keyof typeof LLAMA_KINDS;

/** Null where no class has all of these parts. */
export function llamaKind(config: LlamaConfig): LlamaKind | null {
  const gemma = partsOfGemma(config);
  if (gemma.includes(true)) return gemma.includes(false) ? null : 'gemma3_text';
  const { qk_norm, qkv_bias, out_bias, mlp_bias, sliding_window, sliding_layers } = config;
  if (qk_norm) return mlp_bias || config.rotary_layers ? null : 'qwen3';
  if (config.rotary_layers) return 'smollm3';
  if (qkv_bias && !out_bias && !mlp_bias) return 'qwen2';
  if (sliding_window === undefined) return 'llama';
  return qkv_bias || out_bias || mlp_bias || sliding_layers ? 'smollm3' : 'mistral';
}

/** Its class has all of them, the others none. */
const partsOfGemma = (config: LlamaConfig): boolean[] => [
  config.norm_offset,
  config.post_norm,
  config.embedding_scale,
  config.gate === 'gelu_tanh',
  config.local_rope_theta !== undefined,
  ...(config.norm_offset ? [config.qk_norm, !config.mlp_bias, !config.rotary_layers] : []),
  ...(config.norm_offset ? [] : [config.final_logit_softcapping !== undefined]),
  ...(config.norm_offset ? [] : [config.query_pre_attn_scalar !== undefined]),
];

/** How a class for sequence classification begins. */
export function classifierName(config: LlamaConfig): string {
  const names: ClassNames = LLAMA_KINDS[llamaKind(config) ?? 'llama'];
  return names.classifier ?? names.className;
}

/** With the biases that its class has where it has any: those that the model lacks are zeros. */
export function withBiasesOfClass(config: LlamaConfig): LlamaConfig {
  const { qkv_bias, out_bias } = config;
  if (llamaKind(config) === 'qwen2' || qkv_bias === out_bias) return config;
  return { ...config, qkv_bias: true, out_bias: true };
}
