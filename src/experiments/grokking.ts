import type { Experiment } from './experiment';

export const GROKKING: Experiment = {
  id: 'grokking',
  group: 'tasks',
  title: { en: 'Grokking', 'zh-CN': 'Grokking（顿悟）' },
  tagline: { en: 'Addition modulo 31: delayed generalization', 'zh-CN': '模 31 加法：延迟泛化' },
  about: {
    en: 'A one-layer GPT is trained on a + b modulo 31 with 60 % of all pairs. Within a hundred steps it memorizes the training pairs; several hundred steps later, with weight decay, the accuracy on the held-out pairs rises to nearly 100 %.',
    'zh-CN':
      '单层 GPT 用全部数对的 60 % 训练 a + b 模 31。不到一百步就记住了训练数对；再过几百步，在权重衰减的作用下，验证准确率升到接近 100 %。',
  },
  source: {
    en: 'Generated in the browser: all pairs of numbers',
    'zh-CN': '在浏览器中生成：所有数对',
  },
  licence: 'MIT',
  excerpt: '23 + 8 = 0\n4 + 5 = 9\n30 + 30 = 29',
  voice: 'code',
  charVocab: 34,
  keepsSizes: true,
  config: {
    version: 1,
    name: 'Grokking',
    model: {
      family: 'gpt',
      n_layer: 1,
      n_head: 4,
      n_embd: 48,
      n_positions: 4,
      initializer_range: 0.1,
      tie_word_embeddings: false,
    },
    tokenizer: { kind: 'char' },
    data: { corpus: 'task' },
    objectives: [
      {
        kind: 'algorithm',
        train_share: 0.6,
        algorithm: { task: 'modular_addition', modulus: 31 },
      },
    ],
    training: {
      // All training pairs: 0.6 · 31².
      per_device_train_batch_size: 577,
      max_steps: 1000,
      learning_rate: 5e-3,
      lr_scheduler_type: 'constant',
      warmup_steps: 10,
      weight_decay: 1,
      adam_beta2: 0.98,
      eval_steps: 25,
      eval_windows: 577,
    },
    sample: { every_steps: 250, max_new_tokens: 1, temperature: 0, prompt: '23 + 8 =' },
  },
};
