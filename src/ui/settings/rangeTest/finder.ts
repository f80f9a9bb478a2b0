// The LR range test: a run of its own whose events end here; its model is thrown away.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabClient } from '../../../host/client/client';
import type { LabErrorData } from '../../../host/protocol/error';
import type { RunEvent } from '../../../host/protocol/run';
import { hasDiverged, suggestRate, type RatePoint } from '../../../training/run/lrRangeTest';
import { learnSizes, type DraftStore } from '../../stores/drafts';
import type { TextStore } from '../../stores/textStore';

export interface FinderState {
  experimentId: string;
  runId: string;
  state: 'idle' | 'preparing' | 'running' | 'done' | 'failed';
  points: readonly RatePoint[];
  suggestion: number | null;
  error: LabErrorData | null;
}

export type FinderStore = StoreApi<FinderState>;

/** What the finder needs of the bench. */
export interface FinderBench {
  lab: Pick<LabClient, 'stop'>;
  drafts: DraftStore;
  texts: TextStore;
  finder: FinderStore;
}

const IDLE: FinderState = {
  experimentId: '',
  runId: '',
  state: 'idle',
  points: [],
  suggestion: null,
  error: null,
};

export const createFinderStore = (): FinderStore => createStore<FinderState>(() => IDLE);

/** What has been seen so far counts. */
export async function stopFinding({ lab, finder }: FinderBench): Promise<void> {
  await lab.stop(finder.getState().runId).catch(() => undefined);
}

/** True where the event was the finder's. */
export function applyRangeTestEvent(bench: FinderBench, event: RunEvent): boolean {
  const { finder } = bench;
  const { runId } = event;
  if (event.type === 'opened' && event.isRangeTest) {
    finder.setState({ ...IDLE, experimentId: event.experimentId, runId, state: 'preparing' });
    return true;
  }
  const before = finder.getState();
  if (runId !== before.runId) return false;
  if (event.type === 'ready') learnSizes(bench, before.experimentId, event);
  if (event.type === 'steps') {
    const points = [...before.points, ...event.points];
    finder.setState({ points, suggestion: suggestRate(points) });
    if (hasDiverged(points)) void stopFinding(bench);
  }
  if (event.type !== 'state') return true;
  if (event.state === 'running') finder.setState({ state: 'running' });
  if (event.state === 'preparing' || event.state === 'running' || event.state === 'paused')
    return true;
  if (event.state === 'failed' && event.error)
    finder.setState({ state: 'failed', error: event.error });
  else finder.setState({ state: before.points.length > 0 ? 'done' : 'idle' });
  return true;
}
