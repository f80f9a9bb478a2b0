// Long work as the page asks for it and sees it: plain data, so that a reload loses none of it.
import type { LabErrorData } from './error';
import type { StartRequest } from './lab';
import type { ModelProgress } from './models';
import type { Studies, StudyKind, StudyUpdate } from './study';
import type { WithPageText, WithTextId } from './studyText';

export interface TrainTask {
  readonly runId: string;
  readonly experimentId?: string | undefined;
  /** Absent of a run that was saved before. */
  readonly start?: StartRequest | undefined;
}

/** What can be asked for, by kind. */
export type JobTasks = { readonly [Kind in StudyKind]: Studies[Kind]['request'] } & {
  readonly train: TrainTask;
  readonly range_test: TrainTask;
  /** A model of the hub. */
  readonly download: { readonly name: string };
};

export type JobKind = keyof JobTasks;

export type JobTask = {
  [Kind in JobKind]: { readonly kind: Kind; readonly request: JobTasks[Kind] };
}[JobKind];

/** As the page asks for it. */
export type PageTask = {
  [Kind in JobKind]: {
    readonly kind: Kind;
    readonly request: Kind extends 'train' | 'range_test'
      ? Omit<TrainTask, 'start'> & { readonly start?: WithTextId<StartRequest> }
      : WithPageText<JobTasks[Kind]>;
  };
}[JobKind];

/** Can stand still and go on, whatever runs meanwhile; another kind starts again. */
export const canPause = (kind: JobKind): boolean => kind === 'train' || kind === 'range_test';

/** Needs the device, which has one job at a time; the others may run beside it. */
export const usesDevice = (kind: JobKind): boolean => kind !== 'download';

export type JobState = 'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed';

export const isOver = (state: JobState): boolean =>
  state === 'done' || state === 'stopped' || state === 'failed';

export interface JobProgress {
  /** Of the whole, 0 to 1. */
  readonly share: number;
  readonly elapsedMs: number;
  /** Infinite until something is done. */
  readonly remainingMs: number;
}

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /** What it is about, in the words of whoever asked. */
  readonly name: string;
  readonly state: JobState;
  readonly progress: JobProgress | null;
  readonly error: LabErrorData | null;
  readonly endedAtMs: number | null;
  /** Of a run. */
  readonly runId?: string | undefined;
  readonly experimentId?: string | undefined;
  /** Paused to let another one go first; it goes on by itself. */
  readonly isYielding: boolean;
  /** Another tab is at work on it. */
  readonly isElsewhere: boolean;
}

/** Waits to begin or to go on. */
export const isPending = ({ state, isYielding }: Pick<Job, 'state' | 'isYielding'>): boolean =>
  state === 'waiting' || (state === 'paused' && isYielding);

/** What a study has found, as its job tells it. */
export type StudyNews = {
  [Kind in StudyKind]: {
    readonly jobId: string;
    readonly kind: Kind;
    readonly update: StudyUpdate<Kind>;
  };
}[StudyKind];

/** What a job of this tab tells beside its progress. */
export type JobNews =
  | StudyNews
  | { readonly jobId: string; readonly kind: 'download'; readonly update: ModelProgress };
