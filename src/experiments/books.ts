// Real texts that come with the page: a novel, and speeches of two decades.
import type { Experiment } from './experiment';
import { attention, lesson, words } from './lesson';

export const MOBY_DICK: Experiment = {
  id: 'moby-dick',
  title: { en: 'Moby-Dick', 'zh-CN': '《白鲸》' },
  tagline: { en: 'A whole novel, subwords', 'zh-CN': '一整部小说，子词级' },
  about: {
    en: 'All 135 chapters of the novel, 1.2 MB of real text. Its entropy is unknown, so the chart has no entropy floor; a model of this size overfits it after some epochs.',
    'zh-CN':
      '小说全部 135 章，1.2 MB 真实英文文本。它的熵未知，因此图上没有熵下限；这种规模的模型训练若干轮后会过拟合。',
  },
  source: { en: 'Herman Melville, 1851, built-in', 'zh-CN': '内置：赫尔曼·麦尔维尔，1851 年' },
  licence: 'public domain',
  excerpt:
    'Call me Ishmael. Some years ago—never mind how long precisely—having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world.',
  voice: 'prose',
  charVocab: 80,
  config: {
    version: 1,
    name: 'Moby-Dick',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 128 },
    tokenizer: { kind: 'bpe', vocab_size: 1024 },
    data: { corpus: 'moby_dick' },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 140, prompt: 'The whale' },
  },
};

const speeches = lesson(
  'sotu-decades',
  'training',
  [
    words('From the 1850s to the 2000s', '从 1850 年代到 2000 年代'),
    words('Continued pretraining on real speeches', '在真实演讲上继续预训练'),
    words(
      'The first half of the steps trains on the State of the Union addresses of 1850 to 1859, the second half on those of 2000 to 2009. At the switch the held-out loss on the modern speeches drops, while that on the old ones rises again (forgetting).',
      '前一半步数在 1850 至 1859 年的国情咨文上训练，后一半在 2000 至 2009 年的国情咨文上训练。切换之后，现代演讲的验证损失下降，而旧演讲的损失回升（遗忘）。',
    ),
  ],
  {
    model: { family: 'gpt', ...attention, n_positions: 64 },
    tokenizer: { kind: 'bpe', vocab_size: 1024 },
    data: { corpus: 'sotu_1850s', more: [{ corpus: 'sotu_2000s', from_step: 0.5 }] },
  },
);

/** General text, then the domain: both real. */
export const SOTU_DECADES: Experiment = {
  ...speeches,
  source: {
    en: 'State of the Union addresses, built-in',
    'zh-CN': '内置的美国国情咨文',
  },
  licence: 'public domain',
  excerpt:
    'Fellow-Citizens of the Senate and of the House of Representatives: Being suddenly called in the midst of the last session of Congress …\nMr. Speaker, Mr. Vice President, Members of Congress, honored guests, my fellow Americans: …',
  charVocab: 80,
  config: { ...speeches.config, sample: { ...speeches.config.sample, prompt: 'The people of ' } },
};
