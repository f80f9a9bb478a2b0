// Several seeds as one curve: their mean, and the band that all of them lie in.
import type { Band, ChartLine, Point } from './lines';

interface SeedCurve {
  readonly seed: number;
  readonly points: readonly Point[];
}

const endOf = ({ points }: SeedCurve): number => points.at(-1)?.x ?? -Infinity;

/** Mean and extremes of the seeds that have come to the end, point by point; null of fewer than two. */
function overSeeds(curves: readonly SeedCurve[]): { mean: Point[]; band: Band[] } | null {
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

/**
 * Of several seeds the mean with a band, and each of them faint; until two have come to the end the one that
 * has come furthest has the name.
 */
export function seedLines(
  id: string,
  look: Pick<ChartLine, 'name' | 'color'>,
  curves: readonly SeedCurve[],
): ChartLine[] {
  const all = overSeeds(curves);
  const [furthest] = all ? [] : curves.toSorted((a, b) => endOf(b) - endOf(a));
  const lines = curves.map((curve): ChartLine => {
    if (curve === furthest) return { ...look, id, points: curve.points };
    const single = { ...look, id: `${id}-${curve.seed}`, points: curve.points };
    return { ...single, isQuiet: true, isFaint: true };
  });
  return all ? [...lines, { ...look, id, points: all.mean, band: all.band }] : lines;
}
