// How far a loss is from that of an untrained model: what progressColor wants.

/** 0 = as lost as an untrained model, 1 = at the lowest loss. */
export const shareLearned = (loss: number, { start, best }: LossScale): number =>
  Math.min(1, Math.max(0, (start - loss) / Math.max(1e-6, start - best)));

/**
 * From guessing evenly among `choices` to the floor; without a floor to the least that was come to, where
 * that is a good part of the way.
 */
export function lossScaleOf(
  choices: number,
  { floor, least }: { readonly floor: number | null; readonly least: number },
): LossScale {
  const start = Math.log(Math.max(2, choices));
  return { start, best: floor ?? Math.min(least, start * 0.25) };
}

/** The losses that are the two ends of the colors. */
export interface LossScale {
  readonly start: number;
  readonly best: number;
}
