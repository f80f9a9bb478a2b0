// A config of each family to begin with.
import { expect } from 'vitest';
import { BASES } from '../../scripts/formats_check/configBases';
import { readHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';

const baseOf = (type: string) => BASES.find(({ model_type: other }) => other === type)!;
export const [GPT2, LLAMA, QWEN2, BERT, DISTILBERT, T5] = (
  ['gpt2', 'llama', 'qwen2', 'bert', 'distilbert', 't5'] as const
).map((type) => baseOf(type)) as [
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
];
export const LSTM = {
  model_type: 'lstm',
  vocab_size: 7,
  embed_dim: 3,
  hidden_size: 4,
  num_layers: 2,
};
export const refuses = (config: Record<string, unknown>, code: string): void =>
  expect(() => readHuggingFaceConfig(config)).toThrow(expect.objectContaining({ code }));
