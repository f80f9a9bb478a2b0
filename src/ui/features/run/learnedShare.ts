import { shareLearned, type LossScale } from '../../kit/meters/lossScale';
import type { RunView } from '../../stores/runView';

/** From guessing evenly to the floor; without a floor to the lowest that the run has come to. */
export function scaleOf({ history, floor, plan }: RunView): LossScale {
  const start = Math.log(Math.max(2, plan?.vocabSize ?? 64));
  return { start, best: floor ?? Math.min(...history.means.slice(-20), start * 0.25) };
}

export const learnedShare = (run: RunView, loss: number): number =>
  shareLearned(loss, scaleOf(run));
