import type { ReadyExperiment } from './readyExperiment';

export const STORY_WRITER: ReadyExperiment = {
  id: 'story',
  kind: 'text',
  title: { en: 'Story writer', 'zh-CN': '英文故事模型' },
  about: {
    en: 'A LLaMA of half a million parameters that writes children’s stories. A grammar made its corpus, so the lowest possible loss is known exactly: the entropy floor.',
    'zh-CN':
      '五十万参数的 LLaMA，续写英文童话。语料由语法生成，因此可能达到的最低损失（熵下限）精确已知。',
  },
  limits: {
    en: 'It knows the words and the plots of one grammar and nothing else: texts of other kinds are continued as if they were such stories.',
    'zh-CN': '只学过一种语法的词语和情节：其他类型的文本也会被当作这类故事来续写。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: ['Once upon a time', 'One day, a little fox', '"I have a plan," said'],
  config: {
    version: 1,
    name: 'Story writer',
    model: {
      family: 'llama',
      n_layer: 4,
      n_head: 4,
      n_kv_head: 2,
      n_embd: 96,
      n_inner: 256,
      n_positions: 192,
      initializer_range: 0.06,
      tie_word_embeddings: true,
    },
    tokenizer: { kind: 'bpe', vocab_size: 512 },
    data: { corpus: 'story' },
    training: {
      per_device_train_batch_size: 5,
      max_steps: 2000,
      optim: 'muon',
      learning_rate: 2e-2,
      min_learning_rate: 5e-4,
      aux_learning_rate: 1e-2,
      warmup_steps: 50,
      eval_steps: 250,
      eval_windows: 96,
    },
    sample: { every_steps: 2000, max_new_tokens: 100, prompt: 'Once upon a time' },
  },
};
