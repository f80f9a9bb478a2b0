// A job as it is stored: its row, and apart from that, since it may be large, what was asked and found.
import { isOver, type Job, type JobTask } from '../protocol/jobs';
import type { StudyKind, StudyUpdate } from '../protocol/study';
import type { Storage } from '../storage/savedRun';

/** What the tab at work is to do with a job. */
export type JobWish = 'now' | 'stop';

export interface JobEntry extends Omit<Job, 'isElsewhere'> {
  /** The lowest goes first. */
  readonly place: number;
  readonly wish: JobWish | null;
  readonly isRemoved: false;
}

export interface TaskEntry {
  readonly id: string;
  readonly task: JobTask;
  /** What a study has found, once it has ended. */
  readonly found?: { readonly version: number; readonly update: StudyUpdate<StudyKind> };
}

/** What another version of the app has found is not shown. */
export const FOUND_VERSION = 7;

export interface JobStorages {
  readonly jobs: Storage<JobEntry>;
  readonly tasks: Storage<TaskEntry>;
}

const newId = (): string =>
  `job-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

export function newEntry(task: JobTask, name: string): JobEntry {
  const { kind, request } = task;
  const run = kind === 'train' || kind === 'range_test' ? request : undefined;
  return {
    id: newId(),
    kind,
    name,
    state: 'waiting',
    progress: null,
    error: null,
    endedAtMs: null,
    runId: run?.runId,
    experimentId: run?.experimentId,
    isYielding: false,
    place: 0,
    wish: null,
    isRemoved: false,
  };
}

/** What is under way or waits in its order, then what has ended, the newest first. */
export const inOrder = (entries: readonly JobEntry[]): JobEntry[] =>
  entries.toSorted(
    (a, b) =>
      Number(isOver(a.state)) - Number(isOver(b.state)) ||
      (isOver(a.state) ? (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0) : a.place - b.place),
  );

export const firstPlace = (entries: readonly JobEntry[]): number =>
  Math.min(0, ...entries.map(({ place }) => place)) - 1;

export const lastPlace = (entries: readonly JobEntry[]): number =>
  Math.max(0, ...entries.map(({ place }) => place)) + 1;
