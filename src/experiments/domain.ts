// A small domain corpus alone, after a large general corpus, and together with it: transfer and forgetting.
import type { Experiment, Words } from './experiment';
import { attention, lesson, words, type LessonChanges } from './lesson';

/** Little text of the domain, much that is general: trials.ts measures the three. */
const LETTERS = { corpus: 'letters', size_chars: 2_000 } as const;
const STORIES = { corpus: 'story', size_chars: 300_000 } as const;
const domain = (
  id: string,
  [title, tagline, about]: readonly [Words, Words, Words],
  changes: Pick<LessonChanges, 'data' | 'objectives'>,
): Experiment => {
  const experiment = lesson(id, 'training', [title, tagline, about], {
    model: { family: 'gpt', ...attention },
    tokenizer: { kind: 'char' },
    training: { per_device_train_batch_size: 8, learning_rate: 3e-3 },
    ...changes,
  });
  const { config } = experiment;
  return {
    ...experiment,
    excerpt:
      'To the shop at the mill:\nplease send me one red kite. I can pay five coins.\nYour friend, Nora',
    config: { ...config, sample: { ...config.sample, prompt: 'To the shop' } },
  };
};

const LETTERS_ALONE = domain(
  'letters-alone',
  [
    words('Small domain corpus', '小领域语料'),
    words('Letters only, 2,000 characters', '仅有 2,000 字符的书信'),
    words(
      'The target domain is letters to a shop, but the corpus is very small: the model soon overfits and the held-out loss rises. Train the next two runs and overlay the three curves.',
      '目标领域是写给商店的信，但语料很小：模型很快过拟合，验证损失上升。再训练后面两个运行，把三条曲线叠加比较。',
    ),
  ],
  { data: LETTERS },
);

const GENERAL_FIRST = domain(
  'general-first',
  [
    words('Continued pretraining', '继续预训练'),
    words('Stories first, then letters', '先故事，后书信'),
    words(
      'Half of the steps train on stories, the rest on letters. The chart marks the switch: the held-out loss on letters falls below that of training on letters only, while the loss on stories rises again (forgetting).',
      '前一半步数在故事上训练，其余在书信上训练。图上标出切换处：书信的验证损失低于只用书信训练的结果，而故事的损失回升（遗忘）。',
    ),
  ],
  { data: { ...STORIES, more: [{ ...LETTERS, from_step: 0.5 }] } },
);

const BOTH_AT_ONCE = domain(
  'both-at-once',
  [
    words('Multi-task training', '多任务训练'),
    words('Stories and letters in every step', '每一步同时训练故事和书信'),
    words(
      'Every step minimizes the sum of the losses on a batch of letters and a batch of stories. The letters benefit from transfer, and nothing is forgotten.',
      '每一步最小化一批书信与一批故事的损失之和。书信受益于迁移，也没有遗忘。',
    ),
  ],
  {
    data: { ...LETTERS, more: [STORIES] },
    objectives: [
      { kind: 'causal_lm', corpus: 'letters' },
      { kind: 'causal_lm', corpus: 'story' },
    ],
  },
);

export const DOMAIN_LESSONS: readonly Experiment[] = [LETTERS_ALONE, GENERAL_FIRST, BOTH_AT_ONCE];
