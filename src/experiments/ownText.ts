import type { Experiment } from './experiment';

export const OWN_TEXT: Experiment = {
  id: 'own-text',
  title: { en: 'Your own text', 'zh-CN': '你自己的文本' },
  tagline: { en: 'Drop a file, or paste', 'zh-CN': '拖入文件或粘贴' },
  about: {
    en: 'Any plain text: a novel, notes, a log. It never leaves this computer. At least 100,000 characters are recommended.',
    'zh-CN': '任何纯文本：小说、笔记、日志。文本不会离开这台电脑。建议至少十万字符。',
  },
  source: { en: 'Your file; it stays on this computer', 'zh-CN': '你的文件，只留在这台电脑上' },
  licence: 'yours',
  excerpt: '',
  voice: 'prose',
  charVocab: 100,
  config: {
    version: 1,
    name: 'Your own text',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 128 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 220, prompt: '\n' },
  },
};
