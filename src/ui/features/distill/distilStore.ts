// A distillation goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  DISTIL_STORY,
  distilClassifier,
  LABELLED,
  type ClassSet,
} from '../../../experiments/distil';
import type { DistilUpdate } from '../../../host/protocol/distill';
import type { LabErrorData } from '../../../host/protocol/error';
import type { BaseRef } from '../../../training/models/baseModel';
import { distilSchema, type DistilConfig } from '../../../training/objectives/distilConfig';

export const DISTIL_TASKS = ['language', 'classify'] as const;
export type DistilTask = (typeof DISTIL_TASKS)[number];

export interface DistilChoices {
  /** Null: one is trained first. */
  readonly teacher: BaseRef | null;
  readonly config: DistilConfig;
}

export interface DistilState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  task: DistilTask;
  /** Of a classifier: what is told apart, and from how many labelled examples. */
  set: ClassSet;
  labelled: number;
  choices: Readonly<Record<DistilTask, DistilChoices>>;
  update: DistilUpdate | null;
  error: LabErrorData | null;
}

export type DistilStore = StoreApi<DistilState>;

export const DISTIL_DEFAULTS: Record<DistilTask, DistilConfig> = {
  language: distilSchema.parse(DISTIL_STORY.distil),
  classify: distilSchema.parse(distilClassifier('reviews', 'small').distil),
};

export const createDistilStore = (): DistilStore =>
  createStore<DistilState>(() => ({
    state: 'idle',
    task: 'language',
    set: 'reviews',
    labelled: LABELLED,
    choices: {
      language: { teacher: null, config: DISTIL_DEFAULTS.language },
      classify: { teacher: null, config: DISTIL_DEFAULTS.classify },
    },
    update: null,
    error: null,
  }));
