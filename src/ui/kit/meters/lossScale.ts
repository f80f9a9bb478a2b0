// How far a loss is from that of an untrained model: what progressColor wants.

/** 0 = as lost as an untrained model, 1 = at the lowest loss. */
export const shareLearned = (loss: number, { start, best }: LossScale): number =>
  Math.min(1, Math.max(0, (start - loss) / Math.max(1e-6, start - best)));

/** The losses that are the two ends of the colors. */
export interface LossScale {
  readonly start: number;
  readonly best: number;
}
