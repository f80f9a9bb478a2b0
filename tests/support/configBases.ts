// A config of each family to begin with.
import { expect } from 'vitest';
import { BASES } from '../../scripts/formats_check/configBases';
import { readHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';

export const baseOf = (type: string): Record<string, unknown> =>
  BASES.find(({ model_type: other }) => other === type)!;
/** LLaMA and its relatives. */
export const LLAMAS = ['llama', 'qwen2', 'qwen3', 'mistral', 'smollm3', 'gemma3_text'].map(baseOf);
export const [GPT2, LLAMA] = [baseOf('gpt2'), baseOf('llama')];
export const [BERT, DISTILBERT, T5] = [baseOf('bert'), baseOf('distilbert'), baseOf('t5')];
export const LSTM = {
  model_type: 'lstm',
  vocab_size: 7,
  embed_dim: 3,
  hidden_size: 4,
  num_layers: 2,
};
export const refuses = (config: Record<string, unknown>, code: string): void =>
  expect(() => readHuggingFaceConfig(config)).toThrow(expect.objectContaining({ code }));
