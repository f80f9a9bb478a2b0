import type { Experiment } from './experiment';

export const STORY: Experiment = {
  id: 'story',
  title: { en: 'Story GPT', 'zh-CN': '故事 GPT' },
  tagline: { en: 'Children’s stories, piece by piece', 'zh-CN': '一块一块学写童话' },
  about: {
    en: 'It reads two million letters of small stories that a grammar makes up, cut into 512 pieces that the text itself suggests. As the rules are known, so is the lowest loss that any model can reach: it is drawn on the chart as the floor.',
    'zh-CN':
      '它会读两百万个字母的小故事，文本先切成 512 种常见片段。故事由一套语法随机写成，规则已知，所以任何模型能达到的最低损失也已知，就是图上的下限线。',
  },
  source: { en: 'Made in this tab by a grammar', 'zh-CN': '由语法在本页即时生成' },
  licence: 'MIT',
  excerpt:
    'Once upon a time, there was a brave fox named Pip. He lived under the old bridge with a small owl.',
  voice: 'prose',
  charVocab: 58,
  config: {
    version: 1,
    name: 'Story GPT',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 128 },
    tokenizer: { kind: 'bpe', vocab_size: 512 },
    data: { corpus: 'story' },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 100, prompt: 'Once upon a time' },
  },
};
