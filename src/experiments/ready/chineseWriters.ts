import type { ReadyExperiment } from './readyExperiment';
import { WRITER } from './readyWriter';

const model = { ...WRITER, n_layer: 3, n_positions: 128 } as const;
const tokenizer = { kind: 'bpe', vocab_size: 1536 } as const;
const training = {
  per_device_train_batch_size: 8,
  min_learning_rate: 1e-4,
  warmup_steps: 50,
  eval_steps: 200,
  eval_windows: 128,
};

export const GENERAL_ZH: ReadyExperiment = {
  id: 'general-zh',
  kind: 'text',
  title: { en: 'General Chinese writer', 'zh-CN': '中文通用模型' },
  about: {
    en: 'A small LLaMA that continues Chinese texts of everyday life, in byte-level BPE tokens. The finance writer is fine-tuned from it.',
    'zh-CN': '小型 LLaMA，续写中文日常短文，采用字节级 BPE 词元。财经模型由它微调而来。',
  },
  limits: {
    en: 'It has read generated texts about who goes where and does what. Whatever the prompt, it goes on like that.',
    'zh-CN': '只读过由规则生成的日常短文，内容是谁去哪里做什么。无论提示是什么，都会照此续写。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: ['周末，小红', '早上，爷爷', '下班以后'],
  config: {
    version: 1,
    name: 'General Chinese writer',
    model,
    tokenizer,
    data: { corpus: 'everyday_zh' },
    training: { ...training, max_steps: 1200, learning_rate: 4e-3 },
    sample: { every_steps: 600, max_new_tokens: 60, prompt: '周末，小红' },
  },
};

export const FINANCE_ZH_WRITER: ReadyExperiment = {
  id: 'finance-zh',
  kind: 'text',
  title: { en: 'Chinese finance writer', 'zh-CN': '中文财经模型' },
  about: {
    en: 'The general Chinese writer, fine-tuned in full on generated market news: the move of a price, its wording and the rating agree.',
    'zh-CN': '由中文通用模型全量微调，语料是生成的市场快讯：涨跌、措辞与评级前后一致。',
  },
  limits: {
    en: 'Companies, figures and ratings are invented. It has forgotten the general texts, since none were mixed in.',
    'zh-CN': '公司、数字与评级均为虚构。微调时没有混入通用文本，因此已遗忘通用文本。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: ['周三午后', '根据最新财报，公司本季度营收增长', '分析师称'],
  config: {
    version: 1,
    name: 'Chinese finance writer',
    base: { kind: 'ready', id: 'general-zh' },
    model,
    tokenizer,
    data: { corpus: 'finance_zh', size_chars: 1_000_000 },
    training: { ...training, max_steps: 500, learning_rate: 4e-3 },
    sample: { every_steps: 500, max_new_tokens: 60, prompt: '周三午后' },
  },
};
