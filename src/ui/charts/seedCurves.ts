// Several seeds as one curve: their mean, and the band that all of them lie in.
import type { Band, ChartLine, Point } from './lines';

interface SeedCurve {
  readonly seed: number;
  readonly points: readonly Point[];
}

/** Mean and extremes of the seeds that have come to the end, point by point; null of fewer than two. */
function overSeeds(curves: readonly SeedCurve[]): { mean: Point[]; band: Band[] } | null {
  const endOf = ({ points }: SeedCurve): number => points.at(-1)?.x ?? -Infinity;
  const last = Math.max(...curves.map(endOf));
  // One that is still on its way would pull the mean to where it has come.
  const whole = curves.filter((curve) => endOf(curve) === last);
  if (whole.length < 2) return null;
  const [first, ...others] = whole.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const shared = [...first!.keys()].filter((x) => others.every((one) => one.has(x)));
  const at = shared.map((x) => ({ x, values: [first!, ...others].map((one) => one.get(x)!) }));
  return {
    mean: at.map(({ x, values }) => ({
      x,
      y: values.reduce((sum, value) => sum + value, 0) / values.length,
    })),
    band: at.map(({ x, values }) => ({ x, low: Math.min(...values), high: Math.max(...values) })),
  };
}

/** Of one seed its curve; of several the mean with a band, and each of them faint. */
export function seedLines(
  id: string,
  look: Pick<ChartLine, 'name' | 'color'>,
  curves: readonly SeedCurve[],
): ChartLine[] {
  const all = overSeeds(curves);
  if (!all && curves.length === 1) return [{ ...look, id, points: curves[0]!.points }];
  const singles = curves.map(({ seed, points }): ChartLine => ({
    ...look,
    id: `${id}-${seed}`,
    points,
    isQuiet: true,
    isFaint: true,
  }));
  return all ? [...singles, { ...look, id, points: all.mean, band: all.band }] : singles;
}
