import styles from './LossMark.module.css';
import { progressColor } from './progressColor';
import { shareLearned, type LossScale } from './lossScale';

/** A mark in the color of a loss, beside its number: how far from untrained it is. */
export function LossMark({ loss, scale }: { loss: number; scale: LossScale }) {
  const share = shareLearned(loss, scale);
  return (
    <i
      className={styles.mark}
      style={{ background: progressColor(share), height: `${LEAST + (1 - LEAST) * (1 - share)}em` }}
      aria-hidden
    />
  );
}

/** It is lower, too, where the loss is: the color does not stand alone. */
const LEAST = 0.25;
