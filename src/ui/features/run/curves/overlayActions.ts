// Lays the curve of a saved run over the present one, and takes it away.
import type { SavedRun } from '../../../../host/storage/savedRun';
import type { Bench } from '../../../stores/bench';
import { telling } from '../../../stores/notices';
import { LossHistory } from '../../../charts/lossHistory';

export async function toggleOverlay(bench: Bench, { id, name }: SavedRun): Promise<void> {
  const { lab, overlays } = bench;
  const { shown } = overlays.getState();
  if (shown.some((one) => one.id === id)) {
    overlays.setState({ shown: shown.filter((one) => one.id !== id) });
    return;
  }
  await telling(bench, async () => {
    const { points, evals } = await lab.runHistory(id);
    const history = new LossHistory();
    for (const point of points) history.push(point);
    for (const point of evals) history.pushEval(point);
    overlays.setState((state) => ({ shown: [...state.shown, { id, name, history }] }));
  });
}
