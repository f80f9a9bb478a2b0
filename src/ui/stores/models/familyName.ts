// Names of families as the field writes them; they are the same in every language.
import { LLAMA_KINDS, llamaKind } from '../../../training/models/llamaKinds';
import type { ModelConfig } from '../../../training/run/config';

const NAMES: Record<Exclude<ModelConfig['family'], 'llama'>, string> = {
  gpt: 'GPT-2',
  recurrent: 'RNN',
  convolution: 'CNN',
  blocks: 'blocks',
  bert: 'BERT',
  distilbert: 'DistilBERT',
  t5: 'T5',
};

export function familyName(config: ModelConfig): string {
  if (config.family === 'llama') return LLAMA_KINDS[llamaKind(config) ?? 'llama'].title;
  if (config.family === 'recurrent') return config.cell.replace(/^rnn_.*/, 'rnn').toUpperCase();
  return NAMES[config.family];
}
