import type { Experiment } from './experiment';

/** nanoGPT's CPU configuration, so that the curve can be compared with the published one. */
export const SHAKESPEARE: Experiment = {
  id: 'shakespeare',
  title: { en: 'Tiny Shakespeare', 'zh-CN': '小莎士比亚' },
  tagline: { en: 'The classic, one megabyte', 'zh-CN': '经典数据集，一兆字节' },
  about: {
    en: 'The text on which a generation learnt what a language model is, with the settings of nanoGPT’s CPU example. Nobody knows its entropy, so there is no floor.',
    'zh-CN':
      '无数人用它第一次认识语言模型；设置与 nanoGPT 的 CPU 示例相同。没人知道它的熵，所以图上没有下限线。',
  },
  source: { en: 'Plays by William Shakespeare', 'zh-CN': '威廉·莎士比亚的剧本' },
  licence: 'public domain',
  excerpt: 'First Citizen:\nBefore we proceed any further, hear me speak.\n\nAll:\nSpeak, speak.',
  voice: 'prose',
  charVocab: 65,
  keepsSizes: true,
  config: {
    version: 1,
    name: 'Tiny Shakespeare',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 64, bias: false },
    tokenizer: { kind: 'char' },
    data: { corpus: 'tiny_shakespeare' },
    training: {
      per_device_train_batch_size: 12,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 220, prompt: 'ROMEO:\n' },
  },
};
