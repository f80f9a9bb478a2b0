import { lossScaleOf, shareLearned, type LossScale } from '../../kit/meters/lossScale';
import type { RunView } from '../../stores/runView';

export const scaleOf = ({ history, floor, plan }: RunView): LossScale =>
  lossScaleOf(plan?.vocabSize ?? 64, { floor, least: Math.min(...history.means.slice(-20)) });

export const learnedShare = (run: RunView, loss: number): number =>
  shareLearned(loss, scaleOf(run));
