// Modules as quantization_config names them: a parameter without `.weight`, and the class that holds it.
import type { ModelConfig } from '../../run/config';

/** Conv1D has its weight as [inputs, outputs], the others as [outputs, inputs]. */
export type ModuleKind = 'Linear' | 'Conv1D' | 'Embedding';

const FACTOR = /(?:\.weight)?\.(left|right)$/;
const CONV1D = /(?:^|\.)c_(?:attn|proj|fc)$/;
const EMBEDDING =
  /(?:^|\.)(?:wte|wpe|shared|embed_tokens|embedding|embeddings|relative_attention_bias|\w+_embeddings?)$/;

/** In files a factor is a module: `c_attn.left.weight`, here `c_attn.weight.left`. */
export const nameInFile = (parameter: string): string =>
  parameter.replace(FACTOR, (_, side: string) => `.${side}.weight`);

export const moduleOf = (tensor: string): string => tensor.replace(/\.weight$/, '');

/** torch.nn.LSTM has several weights in one module, which end in no `.weight`. */
export const weightOf = (module: string): string =>
  /(?:^|\.)weight_(?:ih|hh)_l\d+$/.test(module) ? module : `${module}.weight`;

export const factorsOf = (module: string): readonly [left: string, right: string] => [
  `${module}.left.weight`,
  `${module}.right.weight`,
];

export function kindOf(module: string, family: ModelConfig['family']): ModuleKind {
  const layer = module.replace(FACTOR, '');
  if (family === 'gpt' && CONV1D.test(layer)) return 'Conv1D';
  return EMBEDDING.test(layer) ? 'Embedding' : 'Linear';
}
