import { formatLoss } from '../format';
import { LossMark } from './LossMark';
import type { LossScale } from './lossScale';

/** A loss as tables show it: with its color, where it is known between which losses it stands. */
export function LossFigure({ loss, scale }: { loss: number; scale: LossScale | null }) {
  return (
    <>
      {scale && <LossMark loss={loss} scale={scale} />} {formatLoss(loss)}
    </>
  );
}
