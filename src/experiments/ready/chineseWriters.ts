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
    en: 'A small LLaMA that continues Chinese texts of everyday life, in byte-level BPE tokens.',
    'zh-CN': '小型 LLaMA，续写中文日常短文，采用字节级 BPE 词元。',
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
