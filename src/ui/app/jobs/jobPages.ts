// Where jobs are shown, and how.
import type { JobKind, JobState } from '../../../host/protocol/jobs';

const PAGES: Readonly<Record<JobKind, string>> = {
  train: '/',
  range_test: '/',
  compare: '/compare',
  pruning: '/compare',
  distill: '/distill',
  finetune: '/finetune',
  writer: '/recipes',
  download: '/models',
};

/** Where it is shown. */
export const pageOf = (kind: JobKind): string => PAGES[kind];

/** Of the popover with the list. */
export const JOB_LIST = 'job-list';

/** As the lamps of runs have it. */
export const LAMPS = {
  waiting: 'waiting',
  running: 'running',
  paused: 'paused',
  done: 'finished',
  stopped: 'stopped',
  failed: 'failed',
} as const satisfies Record<JobState, string>;
