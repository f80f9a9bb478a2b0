// The pruning sweep of the present run; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../host/labError';
import type { LabErrorData } from '../../host/protocol';
import type { SweepUpdate } from '../../host/sweepResult';
import type { Bench } from '../stores/bench';

export interface SweepState {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  update: SweepUpdate | null;
  error: LabErrorData | null;
}

export type SweepStore = StoreApi<SweepState>;

export const createSweepStore = (): SweepStore =>
  createStore<SweepState>(() => ({ state: 'idle', update: null, error: null }));

export async function runSweep({ lab, sweep, run }: Bench): Promise<void> {
  const runId = run.getState().run?.runId;
  if (runId === undefined || sweep.getState().state === 'running') return;
  sweep.setState({ state: 'running', update: null, error: null });
  try {
    await lab.sweep({ runId }, (update) => sweep.setState({ update }));
    const stage = sweep.getState().update?.stage;
    sweep.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    sweep.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

export async function stopSweep({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopSweep();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
