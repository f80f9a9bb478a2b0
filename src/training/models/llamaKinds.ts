// Which class of transformers a LLaMA-style config is: they share their layers and differ in parts of them.
import type { LlamaConfig } from '../run/modelConfig';

/** By `model_type`: how its classes begin, and what people call it. */
export const LLAMA_KINDS = {
  llama: { className: 'Llama', title: 'LLaMA' },
  qwen2: { className: 'Qwen2', title: 'Qwen2' },
  qwen3: { className: 'Qwen3', title: 'Qwen3' },
  mistral: { className: 'Mistral', title: 'Mistral' },
  smollm3: { className: 'SmolLM3', title: 'SmolLM3' },
} as const;

export type LlamaKind = keyof typeof LLAMA_KINDS;

/** Null where no class has all of these parts. */
export function llamaKind(config: LlamaConfig): LlamaKind | null {
  const { qk_norm, qkv_bias, out_bias, mlp_bias, sliding_window, sliding_layers } = config;
  if (qk_norm) return mlp_bias || config.rotary_layers ? null : 'qwen3';
  if (config.rotary_layers) return 'smollm3';
  if (qkv_bias && !out_bias && !mlp_bias) return 'qwen2';
  if (sliding_window === undefined) return 'llama';
  return qkv_bias || out_bias || mlp_bias || sliding_layers ? 'smollm3' : 'mistral';
}

/** With the biases that its class has where it has any: those that the model lacks are zeros. */
export function withBiasesOfClass(config: LlamaConfig): LlamaConfig {
  const { qkv_bias, out_bias } = config;
  if (llamaKind(config) === 'qwen2' || qkv_bias === out_bias) return config;
  return { ...config, qkv_bias: true, out_bias: true };
}
