// Lays the curve of a saved run over the present one, and takes it away.
import { toErrorData } from '../../../../host/lab/labError';
import type { SavedRun } from '../../../../host/storage/savedRun';
import type { Bench } from '../../../stores/bench';
import { LossHistory } from '../../../charts/lossHistory';

export async function toggleOverlay(
  { lab, overlays, notices }: Bench,
  { id, name }: SavedRun,
): Promise<void> {
  const { shown } = overlays.getState();
  if (shown.some((one) => one.id === id)) {
    overlays.setState({ shown: shown.filter((one) => one.id !== id) });
    return;
  }
  try {
    const { points, evals } = await lab.runHistory(id);
    const history = new LossHistory();
    for (const point of points) history.push(point);
    for (const point of evals) history.pushEval(point);
    overlays.setState((state) => ({ shown: [...state.shown, { id, name, history }] }));
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}
