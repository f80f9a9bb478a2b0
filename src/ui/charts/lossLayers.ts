// What the loss chart draws beside the training line.
import type uPlot from 'uplot';
import type { EvalPoint } from '../../host/protocol/run';
import type { ChartColors } from './chartColors';
import type { LossScale } from '../kit/meters/lossScale';
import { smooth, type LossHistory } from './lossHistory';

const FINE_STEPS = 5;
const MOST_DOTS = 64;

export function clipped(
  u: uPlot,
  draw: (ctx: CanvasRenderingContext2D, ratio: number) => void,
): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw(ctx, devicePixelRatio);
  ctx.restore();
}

/** A log axis begins at step 1. */
export function xAt(u: uPlot, step: number): number {
  return u.valToPos(u.scales.x?.distr === 3 ? Math.max(1, step) : step, 'x', true);
}

/** The lines between ticks, one tick beyond at both ends; a log axis gets unequal ones. */
function between(ticks: readonly number[]): number[] {
  const first = 2 * (ticks[0] ?? 0) - (ticks[1] ?? 0);
  const last = 2 * (ticks.at(-1) ?? 0) - (ticks.at(-2) ?? 0);
  const all = [first, ...ticks, last];
  return all.slice(1).flatMap((tick, i) => {
    const from = all[i] as number;
    return Array.from(
      { length: FINE_STEPS - 1 },
      (_line, step) => from + ((tick - from) * (step + 1)) / FINE_STEPS,
    );
  });
}

/** Graph paper: five parts between two ticks. */
export function drawFineGrid(
  u: uPlot,
  xTicks: readonly number[],
  yTicks: readonly number[],
  colors: ChartColors,
): void {
  clipped(u, (ctx) => {
    const { left, top, width, height } = u.bbox;
    ctx.beginPath();
    for (const tick of between(xTicks)) {
      if (tick <= 0) continue;
      const x = Math.round(u.valToPos(tick, 'x', true)) + 0.5;
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
    }
    for (const tick of between(yTicks)) {
      if (tick <= 0) continue;
      const y = Math.round(u.valToPos(tick, 'y', true)) + 0.5;
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
    }
    ctx.strokeStyle = colors.fine;
    ctx.lineWidth = 1;
    ctx.stroke();
  });
}

/** The newest of the runs before is the clearest. */
export function drawEarlier(u: uPlot, earlier: readonly LossHistory[], colors: ChartColors): void {
  clipped(u, (ctx, ratio) => {
    ctx.strokeStyle = colors.previous;
    ctx.lineWidth = 1.5 * ratio;
    earlier.forEach(({ steps, means }, age) => {
      const smoothed = smooth(means, Math.round(means.length / 60));
      ctx.globalAlpha = 0.35 + (0.65 * (age + 1)) / earlier.length;
      ctx.beginPath();
      steps.forEach((step, i) =>
        ctx.lineTo(xAt(u, step), u.valToPos(smoothed[i] as number, 'y', true)),
      );
      ctx.stroke();
    });
  });
}

/** The color of a loss at its height: the training line goes over from hot to green as it falls. */
export function progressStroke(
  u: uPlot,
  { start, best }: LossScale,
  { progress, train }: ChartColors,
): CanvasGradient | string {
  const heights = [start, (start + best) / 2, best].map((loss) => u.valToPos(loss, 'y', true));
  const [top, , bottom] = heights as [number, number, number];
  if (!heights.every(Number.isFinite) || bottom - top < 1) return train;
  const gradient = u.ctx.createLinearGradient(0, top, 0, bottom);
  heights.forEach((y, i) =>
    gradient.addColorStop(
      Math.min(1, Math.max(0, (y - top) / (bottom - top))),
      progress[i] ?? train,
    ),
  );
  return gradient;
}

export function drawFloor(u: uPlot, floor: number, colors: ChartColors): void {
  clipped(u, (ctx, ratio) => {
    const y = Math.round(u.valToPos(floor, 'y', true)) + 0.5;
    const { left, width } = u.bbox;
    ctx.beginPath();
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.strokeStyle = colors.floor;
    ctx.lineWidth = 1.5 * ratio;
    ctx.stroke();
  });
}

export function drawHeldOut(u: uPlot, evals: readonly EvalPoint[], colors: ChartColors): void {
  if (evals.length === 0) return;
  clipped(u, (ctx, ratio) => {
    const x = (point: EvalPoint) => xAt(u, point.step);
    const y = (value: number) => u.valToPos(value, 'y', true);
    ctx.beginPath();
    for (const point of evals) ctx.lineTo(x(point), y(point.validationLoss + point.standardError));
    for (const point of evals.toReversed())
      ctx.lineTo(x(point), y(Math.max(1e-6, point.validationLoss - point.standardError)));
    ctx.fillStyle = `${colors.held}26`;
    ctx.fill();
    ctx.beginPath();
    for (const point of evals) ctx.lineTo(x(point), y(point.validationLoss));
    ctx.strokeStyle = colors.held;
    ctx.lineWidth = 1.75 * ratio;
    ctx.stroke();
    if (evals.length > MOST_DOTS) return;
    ctx.beginPath();
    for (const point of evals) {
      const top = y(point.validationLoss + point.standardError);
      const bottom = y(Math.max(1e-6, point.validationLoss - point.standardError));
      ctx.moveTo(x(point), top);
      ctx.lineTo(x(point), bottom);
    }
    ctx.lineWidth = ratio;
    ctx.stroke();
    ctx.fillStyle = colors.held;
    for (const point of evals) {
      ctx.beginPath();
      ctx.arc(x(point), y(point.validationLoss), 2.6 * ratio, 0, 2 * Math.PI);
      ctx.fill();
    }
  });
}
