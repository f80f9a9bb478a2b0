import type { Experiment } from './experiment';

/** nanoGPT's CPU configuration, so that the curve can be compared with the published one. */
export const SHAKESPEARE: Experiment = {
  id: 'shakespeare',
  title: { en: 'Tiny Shakespeare', 'zh-CN': 'Tiny Shakespeare' },
  tagline: { en: '1 MB of plays, character-level', 'zh-CN': '1 MB 剧本，字符级' },
  about: {
    en: 'The classic character-level dataset, with the settings of nanoGPT’s CPU example. Its entropy is unknown, so the chart has no entropy floor.',
    'zh-CN': '经典的字符级数据集，设置与 nanoGPT 的 CPU 示例相同。它的熵未知，因此图上没有熵下限。',
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
