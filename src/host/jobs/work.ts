// A job at work, as the queue sees it.
import type { JobKind, JobProgress, JobTasks } from '../protocol/jobs';
import type { ModelProgress } from '../protocol/models';
import type { StudyKind, StudyUpdate } from '../protocol/study';

export interface Work {
  /** Settles when it has left the device: whether it came to its end. */
  readonly ended: Promise<'done' | 'stopped'>;
  readonly stop: () => Promise<void>;
  /** Resolves when it stands still, or has ended. Of kinds that can. */
  readonly pause?: () => Promise<void>;
  readonly resume?: () => Promise<void>;
}

/** Whom a job tells. */
export interface Tells {
  readonly progress: (progress: JobProgress) => void;
  /** It stands still, or goes on, by the user's wish. */
  readonly rest: (isPaused: boolean) => void;
  readonly update: (update: StudyUpdate<StudyKind>) => void;
  /** Of a download: which file. */
  readonly file: (progress: ModelProgress) => void;
}

export type Begin<Kind extends JobKind> = (request: JobTasks[Kind], tells: Tells) => Work;
/** How each kind is begun. */
export type Works = { readonly [Kind in JobKind]: Begin<Kind> };
