import type { Experiment } from './experiment';

export const FINANCE_ZH: Experiment = {
  id: 'finance-zh',
  title: { en: 'Chinese finance briefs', 'zh-CN': '中文财经快讯' },
  tagline: { en: 'Market news in Chinese', 'zh-CN': '逐字学写市场快讯' },
  about: {
    en: 'Short market news in Chinese. A price that falls must come with falling words and a cautious rating, so watch when the model learns to agree with itself. The floor is exact here too.',
    'zh-CN':
      '一行一条的市场快讯。跌了就要配上下跌的措辞和谨慎的评级，看看模型什么时候学会前后一致。这里的下限同样是精确值。',
  },
  source: { en: 'Made in this tab by a grammar', 'zh-CN': '由语法在本页即时生成' },
  licence: 'MIT',
  excerpt:
    '周三午后，储能板块大幅上涨4.27%，远舟新能源领涨；分析师称装机需求旺盛，维持“增持”评级。',
  voice: 'prose',
  charVocab: 900,
  config: {
    version: 1,
    name: 'Chinese finance briefs',
    model: { family: 'gpt', n_layer: 4, n_head: 4, n_embd: 128, n_positions: 96 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'finance_zh' },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 2000,
      learning_rate: 1e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 100,
    },
    sample: { every_steps: 50, max_new_tokens: 140, prompt: '周三' },
  },
};
