const COUNT = 6;
const WIDER = 1.6;
const TRIES = 100;
/** Steps of an axis, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];
/** More digits of a tick are rounding. */
const DIGITS = 12;

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
  // Closer values cannot be told apart by any words.
  const closest = Math.abs(middle) * 1e-9;
  let half = Math.max((most - least) / 2 || Math.abs(middle) * 1e-3, closest) || 0.5;
  for (let tries = 0; ; tries++) {
    const low = least >= 0 ? Math.max(0, middle - half) : middle - half;
    const ticks = roundTicks(low, middle + half, count, isWhole);
    if (tries === TRIES || new Set(ticks.map(format)).size === ticks.length) return ticks;
    half *= WIDER;
  }
}

/** From this ratio of the largest to the smallest on, values crowd at one end of a linear axis. */
const LOG_RATIO = 30;

/** Whether values are to stand on a logarithmic axis: all above 0, and far apart. */
export function wantsLog(values: readonly number[]): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length > 1 && least > 0 && Number.isFinite(most) && most / least >= LOG_RATIO;
}

/** 1, 2 and 5 times powers of ten around the values, fewer of them where they span many powers. */
export function logTicks(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // A power more on both sides: the logarithm of a power of ten may be rounded to either.
  const first = Math.floor(Math.log10(least)) - 1;
  const powers = Math.ceil(Math.log10(most)) + 1 - first;
  const marks = powers > 6 ? [1] : powers > 4 ? [1, 3] : [1, 2, 5];
  const ticks = Array.from({ length: powers + 1 }, (_, i) =>
    marks.map((mark) => Number((mark * 10 ** (first + i)).toPrecision(DIGITS))),
  ).flat();
  const low = ticks.findLastIndex((tick) => tick <= least);
  const high = ticks.findIndex((tick) => tick >= most);
  return ticks.slice(low, high + 1);
}

/** Multiples of a round step, from below `low` to above `high`. */
function roundTicks(low: number, high: number, count: number, isWhole: boolean): number[] {
  const least = (high - low) / (count - 1) || Math.abs(low) || 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const round = power * STEPS.find((step) => step * power >= least * (1 - 1e-9))!;
  const step = isWhole ? Math.max(1, Math.ceil(round)) : round;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(DIGITS)),
  );
}
