// Single objectives, held-out text of other corpora, other runs, and seams between corpora on the loss chart.
import type uPlot from 'uplot';
import { canvasFont, type ChartColors } from './chartColors';
import type { OverlayCurve, TermCurve, Seam } from './lossData';
import { smooth } from './lossHistory';
import { clipped, xAt } from './lossLayers';

const SMOOTH_SHARE = 1 / 70;
const MOST_DOTS = 64;

/** Training as a thin line, held-out text as dots on a dashed one, both in the color of the objective. */
export function drawTerms(
  u: uPlot,
  steps: readonly number[],
  terms: readonly TermCurve[],
  colors: ChartColors,
): void {
  for (const term of terms) drawCurve(u, { ...term, steps }, colors, 1);
}

/** Other runs: their training is faint, for what they reached on held-out text counts. */
export function drawOverlays(
  u: uPlot,
  overlays: readonly OverlayCurve[],
  colors: ChartColors,
): void {
  for (const overlay of overlays) drawCurve(u, overlay, colors, 0.4);
}

function drawCurve(
  u: uPlot,
  { color, steps, means, evals }: OverlayCurve,
  colors: ChartColors,
  trainAlpha: number,
): void {
  clipped(u, (ctx, ratio) => {
    const y = (value: number) => u.valToPos(value, 'y', true);
    const ink = colors.curves[color % colors.curves.length] ?? colors.ink3;
    ctx.strokeStyle = ink;
    ctx.fillStyle = ink;
    ctx.lineWidth = 1.5 * ratio;
    if (means) {
      const line = smooth(means, Math.round(means.length * SMOOTH_SHARE));
      ctx.globalAlpha = trainAlpha;
      ctx.beginPath();
      line.forEach((value, i) => ctx.lineTo(xAt(u, steps[i] as number), y(value)));
      ctx.stroke();
      ctx.globalAlpha = 1;
    }
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    for (const { step, loss } of evals) ctx.lineTo(xAt(u, step), y(loss));
    ctx.stroke();
    ctx.setLineDash([]);
    if (evals.length > MOST_DOTS) return;
    for (const { step, loss } of evals) {
      ctx.beginPath();
      ctx.arc(xAt(u, step), y(loss), 2.4 * ratio, 0, 2 * Math.PI);
      ctx.fill();
    }
  });
}

/** An upright line where other texts begin, with their names. */
export function drawSeams(
  u: uPlot,
  seams: readonly Seam[],
  labelOf: (corpora: readonly string[]) => string,
  colors: ChartColors,
): void {
  clipped(u, (ctx, ratio) => {
    const { left, top, width, height } = u.bbox;
    ctx.strokeStyle = colors.ink3;
    ctx.fillStyle = colors.ink3;
    ctx.lineWidth = ratio;
    ctx.font = canvasFont(colors, ratio);
    ctx.textBaseline = 'top';
    for (const { step, corpora } of seams) {
      const x = Math.round(xAt(u, step)) + 0.5;
      if (x < left || x > left + width) continue;
      ctx.beginPath();
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.moveTo(x, top);
      ctx.lineTo(x, top + height);
      ctx.stroke();
      const words = labelOf(corpora);
      const isRight = x + ctx.measureText(words).width + 8 * ratio > left + width;
      ctx.textAlign = isRight ? 'right' : 'left';
      ctx.fillText(words, x + (isRight ? -5 : 5) * ratio, top + 3 * ratio);
    }
  });
}
