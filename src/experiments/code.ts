import type { Experiment } from './experiment';

export const CODE: Experiment = {
  id: 'code',
  title: { en: 'Code', 'zh-CN': '代码' },
  tagline: { en: 'TypeScript declarations', 'zh-CN': 'TypeScript 类型声明' },
  about: {
    en: 'The TypeScript declarations of the web APIs, tokenized with a BPE tokenizer that is trained in the browser. Brackets, types and comments appear in the samples as training progresses.',
    'zh-CN':
      'Web API 的 TypeScript 类型声明，用在浏览器中训练的 BPE 分词器切分。随着训练进行，生成结果中会依次出现括号、类型和注释。',
  },
  source: { en: 'TypeScript DOM declarations, built-in', 'zh-CN': '内置的 TypeScript DOM 声明' },
  licence: 'Apache-2.0',
  excerpt:
    'interface AbortController {\n    readonly signal: AbortSignal;\n    abort(reason?: any): void;\n}',
  voice: 'code',
  charVocab: 110,
  config: {
    version: 1,
    name: 'Code',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 128 },
    tokenizer: { kind: 'bpe', vocab_size: 1024 },
    data: { corpus: 'code' },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 140, prompt: 'interface ' },
  },
};
