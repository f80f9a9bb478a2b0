// Starts and stops the pruning sweep of the present run.
import { toErrorData } from '../../host/labError';
import type { Bench } from '../stores/bench';

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
