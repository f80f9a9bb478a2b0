// What the user chooses for a distillation.
import {
  DISTILL_STORY,
  distillClassifier,
  LABELED,
  type ClassSet,
} from '../../../experiments/distill';
import type { PageText } from '../../../host/protocol/studyText';
import type { BaseRef } from '../../../training/models/baseModel';
import {
  distillSchema,
  type DistillConfig,
} from '../../../training/objectives/distillation/distillConfig';
import { createStudyStore, type StudyStore } from '../study/studyStore';

export const DISTILL_TASKS = ['language', 'classify'] as const;
export type DistillTask = (typeof DISTILL_TASKS)[number];

export interface DistillChoices {
  /** Null: one is trained first. */
  readonly teacher: BaseRef | null;
  /** Null: the teacher's own text or examples. */
  readonly text: PageText | null;
  readonly config: DistillConfig;
}

export interface DistillSettings {
  readonly task: DistillTask;
  /** Of a classifier: what is distinguished, and from how many labeled examples. */
  readonly set: ClassSet;
  readonly labeled: number;
  readonly choices: Readonly<Record<DistillTask, DistillChoices>>;
}

export type DistillStore = StudyStore<'distill', DistillSettings>;

export const DISTILL_DEFAULTS: Record<DistillTask, DistillConfig> = {
  language: distillSchema.parse(DISTILL_STORY.distill),
  classify: distillSchema.parse(distillClassifier('reviews', 'small').distill),
};

export const createDistillStore = (): DistillStore =>
  createStudyStore({
    task: 'language',
    set: 'reviews',
    labeled: LABELED,
    choices: {
      language: { teacher: null, text: null, config: DISTILL_DEFAULTS.language },
      classify: { teacher: null, text: null, config: DISTILL_DEFAULTS.classify },
    },
  });
