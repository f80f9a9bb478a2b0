import type { ReadyExperiment } from './readyExperiment';

export const REVIEW_CLASSIFIER: ReadyExperiment = {
  id: 'reviews',
  kind: 'classify',
  title: { en: 'Review classifier', 'zh-CN': '英文评论分类' },
  about: {
    en: 'A DistilBERT of two blocks that says whether an opinion is positive or negative. It has learned over 500 words of praise, blame and what they are about, also denied and behind “but”.',
    'zh-CN':
      '两层的 DistilBERT，判断英文评论是正面还是负面。它学过 500 多个褒贬与事物的词，也学过否定和“但是”之后的转折。',
  },
  limits: {
    en: 'Short English opinions only. Words that it has not learned are named; the class then rests on the others. Irony and long reviews are beyond it.',
    'zh-CN': '只适用于英文短评。没学过的词会被指出，类别只取决于其余的词。不懂反讽和长评论。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: [
    'I love this movie',
    'The food was not bad, but the staff was rude.',
    'What a waste of time',
  ],
  config: {
    version: 1,
    name: 'Review classifier',
    model: {
      family: 'distilbert',
      n_layer: 2,
      n_head: 4,
      n_embd: 96,
      n_inner: 192,
      n_positions: 48,
      initializer_range: 0.06,
    },
    tokenizer: { kind: 'wordpiece', vocab_size: 1536 },
    data: { corpus: 'task', examples: { set: 'opinions', train: 16_384, validation: 512 } },
    objectives: [{ kind: 'classify' }],
    training: {
      per_device_train_batch_size: 32,
      max_steps: 700,
      learning_rate: 1.2e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 50,
      weight_decay: 0.05,
      eval_steps: 350,
      eval_windows: 512,
    },
    sample: { every_steps: 1_000_000, max_new_tokens: 1, prompt: 'I love this movie' },
  },
};
