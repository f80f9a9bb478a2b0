// How near a run comes to the card of a ready-made model.

/** As far apart as two losses may be and count as the same. */
const MOST_APART = 0.01;

export interface Reproduction {
  readonly loss: number;
  /** Relative to the card's. */
  readonly change: number;
  readonly isReproduced: boolean;
}

export function reproductionOf(loss: number, cardLoss: number): Reproduction {
  const change = loss / cardLoss - 1;
  return { loss, change, isReproduced: Math.abs(change) <= MOST_APART };
}
