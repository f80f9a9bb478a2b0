// What the tutorial presets share: the story corpus, small sizes, high learning rates.
import type { RunConfigInput } from '../training/run/config';
import type { Experiment, ExperimentGroup, Words } from './experiment';
import { STORY } from './story';

export type LessonChanges = Partial<Pick<RunConfigInput, 'tokenizer' | 'objectives'>> & {
  readonly model: RunConfigInput['model'];
  readonly data?: Partial<Experiment['config']['data']>;
  readonly training?: Partial<RunConfigInput['training']>;
};

export const lesson = (
  id: string,
  group: ExperimentGroup,
  [title, tagline, about]: readonly [Words, Words, Words],
  { training, ...changes }: LessonChanges,
): Experiment => ({
  ...STORY,
  id,
  group,
  title,
  tagline,
  about,
  keepsSizes: true,
  config: {
    ...STORY.config,
    name: title.en,
    ...changes,
    data: { ...STORY.config.data, ...changes.data },
    training: {
      per_device_train_batch_size: 16,
      max_steps: 600,
      learning_rate: 4e-3,
      min_learning_rate: 4e-4,
      warmup_steps: 20,
      ...training,
    },
  },
});

export const words = (en: string, zh: string): Words => ({ en, 'zh-CN': zh });

/** Small enough for a software adapter (CPU). */
export const size = { n_layer: 2, n_embd: 64, n_positions: 32, initializer_range: 0.06 };
export const attention = { ...size, n_head: 4 };
