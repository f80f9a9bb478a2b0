// "Distil GPT-2 into a 512-wide, 6-layer, 8-head student, then INT8 all linear layers", scaled to the
// adapter: the probe sizes the teacher, the student is half as deep and two thirds as wide. Students
// read a small part of the teacher's text, which is where a teacher has something to add.
import type { DistilConfigInput } from '../training/objectives/distilConfig';
import type { RunConfigInput } from '../training/run/config';
import { STORY } from './story';

export interface DistilExperiment {
  readonly id: string;
  readonly teacherRun: RunConfigInput;
  readonly distil: DistilConfigInput;
}

export const DISTIL_STORY: DistilExperiment = {
  id: 'distil-story',
  teacherRun: { ...STORY.config, name: 'Story teacher' },
  distil: {
    version: 1,
    tokens: 8192,
    // At 10, as in the listing, so small a student loses itself in the unlikely tokens: docs/results.md.
    temperature: 2,
    alpha: 0.1,
    training: {
      per_device_train_batch_size: 16,
      max_steps: 300,
      learning_rate: 5e-3,
      min_learning_rate: 5e-4,
      warmup_steps: 20,
      eval_steps: 50,
    },
  },
};
