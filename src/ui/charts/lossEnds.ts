// The ends of the loss chart's curves, with their names in the margin at the right.
import type uPlot from 'uplot';
import { canvasFont, type ChartColors } from './chartColors';
import { apart, shortened } from './endLabels';
import type { LossData, TermCurve } from './lossData';
import { xAt } from './lossLayers';

/** Of a curve: `train`, `held`, `floor`, `earlier`, or what a term or an overlay is called. */
export type LabelOf = (name: string) => string;

interface End {
  readonly name: string;
  /** Infinity: at the end of the axis. */
  readonly step: number;
  readonly loss: number;
  readonly color: string;
}

const LINE = 15;
/** From the end of a curve to its name. */
const LEADER = 14;
const MOST_SHARE = 0.27;
/** Names of curves that end within so many px stand in one column: none lies on a neighbor's curve. */
const COLUMN = 110;

function endsOf(data: LossData, colors: ChartColors): End[] {
  const { history, terms, overlays, floor, earlier, hidden } = data;
  const { steps, means, evals } = history;
  const ends: End[] = [];
  const add = (name: string, color: string, step: number | undefined, loss: number | undefined) => {
    if (step !== undefined && loss !== undefined && Number.isFinite(loss))
      ends.push({ name, step, loss, color });
  };
  const addCurve = (curve: TermCurve, at: readonly number[], isHeldFirst: boolean) => {
    const trained = [at.at(-1), curve.means?.at(-1)] as const;
    const held = [curve.evals.at(-1)?.step, curve.evals.at(-1)?.loss] as const;
    const hasTrained = curve.means !== null && trained[1] !== undefined;
    const color = colors.curves[curve.color % colors.curves.length] ?? colors.ink3;
    add(
      curve.name,
      color,
      ...(hasTrained && !(isHeldFirst && held[1] !== undefined) ? trained : held),
    );
  };
  if (!hidden.has('train')) add('train', colors.train, steps.at(-1), means.at(-1));
  if (!hidden.has('held'))
    add('held', colors.held, evals.at(-1)?.step, evals.at(-1)?.validationLoss);
  if (floor !== null) add('floor', colors.floor, Infinity, floor);
  for (const term of terms) addCurve(term, steps, false);
  for (const overlay of overlays) addCurve(overlay, overlay.steps, true);
  const before = earlier.at(-1);
  if (before) add('earlier', colors.previous, before.steps.at(-1), before.means.at(-1));
  return ends;
}

/** Room for the longest name, and for no more than a part of the chart. */
export function labelMargin(
  u: uPlot,
  data: LossData,
  labelOf: LabelOf,
  colors: ChartColors,
): number {
  const { ctx } = u;
  if (!ctx) return 16;
  ctx.save();
  ctx.font = canvasFont(colors);
  const widths = endsOf(data, colors).map(({ name }) => ctx.measureText(labelOf(name)).width);
  ctx.restore();
  return Math.min(Math.max(0, ...widths) + LEADER + 8, u.width * MOST_SHARE);
}

/** Each name beside the end of its curve, led to it by a line of its color. */
export function drawEnds(u: uPlot, data: LossData, labelOf: LabelOf, colors: ChartColors): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const right = bbox.left + bbox.width;
  const ends = endsOf(data, colors).map((end) => ({
    ...end,
    x: Math.min(right, Number.isFinite(end.step) ? xAt(u, end.step) : right),
    y: u.valToPos(end.loss, 'y', true),
  }));
  const positions = apart(
    ends.map(({ y }) => y),
    {
      gap: LINE * colors.enlarged * ratio,
      low: bbox.top + 6 * ratio,
      high: bbox.top + bbox.height - 6 * ratio,
    },
  );
  ctx.save();
  ctx.font = canvasFont(colors, ratio);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  ends.forEach(({ name, x, y, color }, index) => {
    const at = positions[index]!;
    const column = ends
      .filter((end) => Number.isFinite(end.step))
      .map((end) => end.x)
      .filter((one) => one >= x && one - x < COLUMN * ratio);
    const from = Math.max(x, ...column) + LEADER * ratio;
    const room = u.width * ratio - from - 2 * ratio;
    const words = shortened(labelOf(name), (text) => ctx.measureText(text).width <= room);
    ctx.strokeStyle = color;
    ctx.lineWidth = 1.5 * ratio;
    ctx.beginPath();
    ctx.moveTo(x + 2 * ratio, y);
    ctx.lineTo(from - 3 * ratio, at);
    ctx.stroke();
    // Readable over the curves of runs that went on for longer.
    ctx.strokeStyle = colors.paper;
    ctx.lineWidth = 4 * ratio;
    ctx.strokeText(words, from, at);
    ctx.fillStyle = colors.ink2;
    ctx.fillText(words, from, at);
  });
  ctx.restore();
}
