// Ranges and ticks of the loss chart.
import type { LossData } from './lossData';

type Range = [min: number, max: number];

export function stepRange(
  { history, earlier, overlays, maxSteps }: LossData,
  isLog: boolean,
): Range {
  const last = Math.max(
    ...[history, ...earlier, ...overlays].map(({ steps }) => steps.at(-1) ?? 0),
  );
  // A little ahead of the line, so that it grows into the room; the whole run from a third on.
  const ahead = Math.min(maxSteps, Math.max(20, last * 1.15));
  const end = last > maxSteps / 3 ? Math.max(maxSteps, last) : ahead;
  return isLog ? [1, Math.max(10, end)] : [0, Math.max(10, end)];
}

export function lossRange(
  { history, terms, floor, earlier, overlays, hidden }: LossData,
  isLog: boolean,
): Range {
  let low = floor ?? Infinity;
  let high = -Infinity;
  const see = (value: number) => {
    if (!Number.isFinite(value)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  if (!hidden.has('train')) history.means.forEach(see);
  if (!hidden.has('held')) for (const point of history.evals) see(point.validationLoss);
  for (const { means, evals } of [...terms, ...overlays]) {
    means?.forEach(see);
    for (const { loss } of evals) see(loss);
  }
  for (const { means } of earlier) means.forEach(see);
  if (!Number.isFinite(high)) return isLog ? [0.5, 5] : [0, 5];
  if (high - low < 1e-3) high = low + 1;
  const margin = (high - low) * 0.06;
  if (!isLog) return [Math.max(0, low - 2 * margin), high + margin];
  return [Math.max(low * 0.92, 1e-4), high * 1.05];
}

/** From one tick to the next: there is no half step. */
export const WHOLE_STEPS: number[] = Array.from({ length: 8 }, (_, decade) =>
  [1, 2, 5].map((digit) => digit * 10 ** decade),
).flat();

/** 1, 2, 5, 10, 20 … as far as the steps go. */
export function stepTicks(data: LossData): number[] {
  const [, end] = stepRange(data, true);
  const ticks: number[] = [];
  for (let decade = 1; decade <= end; decade *= 10)
    for (const digit of [1, 2, 5]) if (digit * decade <= end) ticks.push(digit * decade);
  return ticks;
}

export function plainTicks(tick: number | null): string {
  if (tick === null) return '';
  if (tick >= 10_000) return `${+(tick / 1000).toFixed(1)}k`;
  return String(+tick.toPrecision(4));
}
