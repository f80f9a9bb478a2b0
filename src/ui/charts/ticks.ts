import { getNiceTickValues } from 'recharts';

const COUNT = 6;
const WIDER = 1.6;
const TRIES = 60;

/**
 * Round ticks around the values. Where the words of two ticks would be the same, the axis is wider: it
 * must not show differences that its numbers cannot tell. Whole: there is no half step.
 */
export function distinctTicks(
  values: readonly number[],
  format: (value: number) => string,
  { isWhole = false, count = COUNT }: { isWhole?: boolean; count?: number } = {},
): number[] {
  const finite = values.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) return [0, 1];
  const middle = (least + most) / 2;
  let half = (most - least) / 2 || Math.abs(middle) * 1e-3 || 0.5;
  for (let tries = 0; ; tries++) {
    const low = least >= 0 ? Math.max(0, middle - half) : middle - half;
    const all = getNiceTickValues([low, middle + half], count, !isWhole);
    const ticks = all.filter((tick) => least < 0 || tick >= 0);
    if (tries === TRIES || new Set(ticks.map(format)).size === ticks.length) return ticks;
    half *= WIDER;
  }
}
