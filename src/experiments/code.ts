import type { Experiment } from './experiment';

export const CODE: Experiment = {
  id: 'code',
  title: { en: 'Code', 'zh-CN': '代码' },
  tagline: { en: 'TypeScript declarations', 'zh-CN': 'TypeScript 类型声明' },
  about: {
    en: 'Real code: the declarations of everything that a web page can call. The text is cut into frequent pieces (BPE, learnt in this tab), and brackets, types and comments appear one after the other.',
    'zh-CN':
      '真实代码：网页能调用的一切的类型声明。文本先切成常见片段（BPE，在本页学得），随后括号、类型、注释会依次成形。',
  },
  source: { en: 'TypeScript DOM declarations, in the box', 'zh-CN': '自带的 TypeScript DOM 声明' },
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
