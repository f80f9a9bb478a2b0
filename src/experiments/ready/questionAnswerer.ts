import type { ReadyExperiment } from './readyExperiment';

const STORY =
  'Mia the rabbit lived by the bridge. She had a red kite. One day an owl took it, but gave it back.';

export const QUESTION_ANSWERER: ReadyExperiment = {
  id: 'questions',
  kind: 'answer',
  title: { en: 'Question answerer', 'zh-CN': '英文问答与摘要' },
  about: {
    en: 'A small T5 that reads a story of three sentences and answers a question about it, or sums it up behind “In short:”.',
    'zh-CN': '小型 T5，读三句话的英文故事，回答关于它的问题；在“In short:”之后写出摘要。',
  },
  limits: {
    en: 'It answers four kinds of questions on stories of this form: where somebody lived, what they had, who took it, what they were. Anything else is answered as if it were one of these.',
    'zh-CN':
      '只会回答这种形式的故事的四类问题：住在哪里、有什么、谁拿走了、是什么动物。其他问题也会按这四类来回答。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: [
    `${STORY}\nWhat did Mia have?`,
    `${STORY}\nWho took the kite?`,
    `${STORY}\nWhere did Mia live?`,
    `${STORY}\nIn short:`,
  ],
  config: {
    version: 1,
    name: 'Question answerer',
    model: {
      family: 't5',
      n_layer: 2,
      n_decoder_layer: 2,
      n_head: 4,
      n_embd: 96,
      d_kv: 24,
      n_inner: 192,
      n_positions: 96,
      initializer_range: 0.06,
    },
    // It keeps line breaks, with which an answer ends.
    tokenizer: { kind: 'bpe', vocab_size: 1024 },
    data: {
      corpus: 'task',
      examples: { set: 'questions', train: 16_384, validation: 256 },
      more_examples: [{ set: 'summaries', train: 8192, validation: 256 }],
    },
    objectives: [
      { kind: 'answer', max_target_length: 24 },
      { kind: 'answer', examples: 'summaries', max_target_length: 24 },
    ],
    training: {
      per_device_train_batch_size: 16,
      max_steps: 1200,
      // AdamW needs several times as many steps.
      optim: 'muon',
      learning_rate: 2e-2,
      min_learning_rate: 5e-4,
      aux_learning_rate: 2e-2,
      warmup_steps: 50,
      eval_steps: 200,
      eval_windows: 256,
    },
    sample: {
      every_steps: 1_000_000,
      max_new_tokens: 24,
      temperature: 0,
      prompt: `${STORY}\nWhat did Mia have?`,
    },
  },
};
