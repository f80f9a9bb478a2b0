import type { ReadyExperiment } from './readyExperiment';

const PROMPT = 'a 3 e 7 c 2 h 5 b 9 g 0 c =';

export const RECALL: ReadyExperiment = {
  id: 'recall',
  kind: 'task',
  title: { en: 'Associative recall', 'zh-CN': '联想回忆' },
  about: {
    en: 'A two-layer Qwen3 that reads letters with a digit behind each, then one of the letters again, and says its digit. The first layer sees two tokens only, so it tells each digit which letter stands before it; a head of the second then looks from the end to the right digit: an induction head.',
    'zh-CN':
      '两层 Qwen3，先读若干字母与其后的数字，再读其中一个字母，答出对应的数字。第一层只看两个词元，把前面的字母告诉每个数字；第二层有一个头从末尾看向正确的数字：归纳头（induction head）。',
  },
  limits: {
    en: 'It reads the letters a to j, digits and “=”: six pairs, then a letter.',
    'zh-CN': '只能读字母 a 到 j、数字和“=”：六对，再加一个字母。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: [PROMPT, 'd 1 f 8 i 4 j 6 a 2 b 7 f ='],
  config: {
    version: 1,
    name: 'Associative recall',
    model: {
      family: 'llama',
      n_layer: 2,
      n_head: 2,
      n_kv_head: 2,
      head_dim: 32,
      n_embd: 64,
      n_inner: 128,
      n_positions: 16,
      qk_norm: true,
      sliding_window: 2,
      sliding_layers: [true, false],
      initializer_range: 0.1,
      tie_word_embeddings: true,
    },
    tokenizer: { kind: 'char' },
    data: { corpus: 'task' },
    objectives: [{ kind: 'algorithm', algorithm: { task: 'recall', keys: 10, pairs: 6 } }],
    training: {
      per_device_train_batch_size: 64,
      max_steps: 400,
      learning_rate: 4e-3,
      min_learning_rate: 1e-4,
      warmup_steps: 50,
      eval_steps: 100,
      eval_windows: 512,
    },
    sample: { every_steps: 400, max_new_tokens: 1, temperature: 0, prompt: PROMPT },
  },
};
