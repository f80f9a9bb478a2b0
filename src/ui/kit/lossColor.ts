// The color of a loss: hot while nothing is learned, over yellow to the green of what can be learned.

/** 0 = as lost as an untrained model, 1 = at the lowest loss. */
export const shareLearned = (loss: number, { start, best }: LossScale): number =>
  Math.min(1, Math.max(0, (start - loss) / Math.max(1e-6, start - best)));

/** The losses that are the two ends of the colors. */
export interface LossScale {
  readonly start: number;
  readonly best: number;
}

export function litmusColor(share: number): string {
  const part = Math.round((share < 0.5 ? share : share - 0.5) * 200);
  return share < 0.5
    ? `color-mix(in oklab, var(--progress-mid) ${part}%, var(--progress-hot))`
    : `color-mix(in oklab, var(--progress-cool) ${part}%, var(--progress-mid))`;
}
