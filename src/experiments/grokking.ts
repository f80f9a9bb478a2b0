import type { Experiment } from './experiment';

export const GROKKING: Experiment = {
  id: 'grokking',
  group: 'tasks',
  title: { en: 'Grokking', 'zh-CN': '顿悟' },
  tagline: { en: 'Addition modulo 31, first by heart', 'zh-CN': '模 31 加法，先背后懂' },
  about: {
    en: 'A GPT of one block learns a + b modulo 31 from three fifths of all pairs. Within a hundred steps it knows those by heart and guesses the rest; many hundred steps later, while weight decay thins its weights, it suddenly gets nearly all of the unseen pairs right.',
    'zh-CN':
      '一个单层 GPT 用全部数对的五分之三学习 a + b 模 31。不到一百步它就背下了这些题，其余只能猜；又过了几百步，权重衰减让权重变小，它突然几乎答对所有没见过的题。',
  },
  source: { en: 'Made in this tab: all pairs of numbers', 'zh-CN': '在本页即时生成：所有数对' },
  licence: 'MIT',
  excerpt: '23 + 8 = 0\n4 + 5 = 9\n30 + 30 = 29',
  voice: 'code',
  charVocab: 34,
  keepsSizes: true,
  config: {
    version: 1,
    name: 'Grokking',
    model: {
      family: 'gpt',
      n_layer: 1,
      n_head: 4,
      n_embd: 48,
      n_positions: 4,
      initializer_range: 0.1,
      tie_word_embeddings: false,
    },
    tokenizer: { kind: 'char' },
    data: { corpus: 'task' },
    objectives: [
      {
        kind: 'algorithm',
        train_share: 0.6,
        algorithm: { task: 'modular_addition', modulus: 31 },
      },
    ],
    training: {
      // All training pairs: 0.6 · 31².
      per_device_train_batch_size: 577,
      max_steps: 1000,
      learning_rate: 5e-3,
      lr_scheduler_type: 'constant',
      warmup_steps: 10,
      weight_decay: 1,
      adam_beta2: 0.98,
      eval_steps: 25,
      eval_windows: 577,
    },
    sample: { every_steps: 250, max_new_tokens: 1, temperature: 0, prompt: '23 + 8 =' },
  },
};
