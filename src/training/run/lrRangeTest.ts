// The LR range test (Smith 2017): a short training whose rate climbs exponentially. Where the
// loss falls fastest a run learns well; behind its lowest point a step is too long.

export interface LrRangeTest {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

export interface RatePoint {
  readonly learningRate: number;
  readonly loss: number;
}

/** Points on either side of one that its mean takes in: no lag, unlike a running mean. */
const REACH = 4;
/** Shares of the first loss: how far it must fall to say anything, how far above the best it may climb. */
const LEAST_FALL = 0.03;
const MOST_CLIMB = 0.3;

const NEARLY = 0.9;

export const rangeTestRateAt = ({ from, to, steps }: LrRangeTest, step: number): number =>
  from * (to / from) ** (step / Math.max(1, steps - 1));

/** Mean losses; what is not finite counts as far too high. */
export function smoothed(points: readonly RatePoint[]): number[] {
  const first = points[0]?.loss ?? 0;
  const losses = points.map(({ loss }) => (Number.isFinite(loss) ? loss : 10 * first));
  return losses.map((_, index) => {
    const near = losses.slice(Math.max(0, index - REACH), index + REACH + 1);
    return near.reduce((sum, loss) => sum + loss, 0) / near.length;
  });
}

/** The rest of the test would only make it worse. */
export function hasDiverged(points: readonly RatePoint[]): boolean {
  const losses = smoothed(points);
  const [first = 0] = losses;
  return (losses.at(-1) ?? 0) > Math.min(...losses) + MOST_CLIMB * first;
}

/** The lowest rate at which the loss falls nearly as fast as it ever does, to two digits; null where it never falls clearly. */
export function suggestRate(points: readonly RatePoint[]): number | null {
  const losses = smoothed(points);
  const lowest = losses.indexOf(Math.min(...losses));
  if (lowest < 1 || losses[0]! - losses[lowest]! < LEAST_FALL * losses[0]!) return null;
  const slopes = losses.slice(0, lowest).map((_, index) => slopeAt(losses, index));
  const best = slopes.findIndex((slope) => slope <= NEARLY * Math.min(...slopes));
  return Number(points[best]!.learningRate.toPrecision(2));
}

/** Rates are evenly spaced in their logarithm, so places are as good as logarithms. */
function slopeAt(losses: readonly number[], index: number): number {
  const from = Math.max(0, index - REACH);
  const to = Math.min(losses.length - 1, index + REACH);
  return (losses[to]! - losses[from]!) / Math.max(1, to - from);
}
