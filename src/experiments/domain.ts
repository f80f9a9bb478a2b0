// A small special text alone, after a large general one, and beside it: transfer and forgetting.
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
    words('Too little of the special', '专门文本太少'),
    words('Two thousand characters of letters', '只有两千字符的书信'),
    words(
      'Letters to a shop are what it shall write, but there are only a few of them: soon it knows them by heart, and the held-out loss turns. Train the next two and lay the three curves over each other.',
      '它要学写给商店的信，可是只有寥寥几封：很快就背下来了，留出损失掉头上升。再训练后面两个，把三条曲线叠在一起看。',
    ),
  ],
  { data: LETTERS },
);

const GENERAL_FIRST = domain(
  'general-first',
  [
    words('General first, then special', '先通用，后专门'),
    words('Stories first, letters from the middle on', '先读故事，后半程读书信'),
    words(
      'For half of the steps it reads stories, then the few letters. The chart marks the seam: the held-out loss of letters falls below what letters alone can reach, while that of stories rises again, which is forgetting.',
      '前一半步数读故事，然后读那几封信。图上标出交接处：书信的留出损失低于只读书信所能达到的，而故事的损失回升，这就是遗忘。',
    ),
  ],
  { data: { ...STORIES, more: [{ ...LETTERS, from_step: 0.5 }] } },
);

const BOTH_AT_ONCE = domain(
  'both-at-once',
  [
    words('Both at once', '两样同时学'),
    words('Stories and letters in every step', '每一步都读故事和书信'),
    words(
      'Every step reads a batch of letters and a batch of stories and minimises the sum of both losses. The letters gain from what the stories teach about spelling and words, and nothing is forgotten.',
      '每一步都读一批书信和一批故事，最小化两个损失之和。故事教会的拼写和词汇帮到了书信，而且什么也没忘。',
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
