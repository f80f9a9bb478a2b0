// A distillation goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  DISTILL_STORY,
  distillClassifier,
  LABELLED,
  type ClassSet,
} from '../../../experiments/distill';
import type { DistillUpdate } from '../../../host/protocol/distill';
import type { LabErrorData } from '../../../host/protocol/error';
import type { BaseRef } from '../../../training/models/baseModel';
import { distillSchema, type DistillConfig } from '../../../training/objectives/distillConfig';

export const DISTILL_TASKS = ['language', 'classify'] as const;
export type DistillTask = (typeof DISTILL_TASKS)[number];

export interface DistillChoices {
  /** Null: one is trained first. */
  readonly teacher: BaseRef | null;
  readonly config: DistillConfig;
}

export interface DistillState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  task: DistillTask;
  /** Of a classifier: what is distinguished, and from how many labeled examples. */
  set: ClassSet;
  labelled: number;
  choices: Readonly<Record<DistillTask, DistillChoices>>;
  update: DistillUpdate | null;
  error: LabErrorData | null;
}

export type DistillStore = StoreApi<DistillState>;

export const DISTILL_DEFAULTS: Record<DistillTask, DistillConfig> = {
  language: distillSchema.parse(DISTILL_STORY.distill),
  classify: distillSchema.parse(distillClassifier('reviews', 'small').distill),
};

export const createDistillStore = (): DistillStore =>
  createStore<DistillState>(() => ({
    state: 'idle',
    task: 'language',
    set: 'reviews',
    labelled: LABELLED,
    choices: {
      language: { teacher: null, config: DISTILL_DEFAULTS.language },
      classify: { teacher: null, config: DISTILL_DEFAULTS.classify },
    },
    update: null,
    error: null,
  }));
