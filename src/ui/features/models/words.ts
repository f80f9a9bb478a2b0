// Names of families as the field writes them; they are the same in every language.
import type { ModelConfig } from '../../../training/run/config';

const NAMES: Record<ModelConfig['family'], string> = {
  gpt: 'GPT-2',
  llama: 'LLaMA',
  recurrent: 'RNN',
  convolution: 'CNN',
  blocks: 'blocks',
  bert: 'BERT',
  distilbert: 'DistilBERT',
  t5: 'T5',
};

export function familyName(config: ModelConfig): string {
  if (config.family === 'llama' && config.qkv_bias) return 'Qwen2';
  if (config.family === 'recurrent') return config.cell.replace(/^rnn_.*/, 'rnn').toUpperCase();
  return NAMES[config.family];
}
