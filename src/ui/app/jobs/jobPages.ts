// Where jobs are shown, and how.
import type { Job, JobKind, JobState } from '../../../host/protocol/jobs';
import { runAddress } from '../../stores/addresses';

const PAGES = {
  compare: '/compare',
  pruning: '/compare',
  distill: '/distill',
  finetune: '/finetune',
  writer: '/lessons/recipes',
  download: '/models',
} as const satisfies Record<Exclude<JobKind, 'train' | 'range_test'>, string>;

/** Where it is shown. */
export const pageOf = ({ kind, runId, experimentId }: Job): string => {
  if (kind !== 'train' && kind !== 'range_test') return PAGES[kind];
  return runId === undefined ? '/models' : runAddress(runId, experimentId);
};

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
