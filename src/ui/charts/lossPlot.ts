// The loss chart on canvas: uPlot for axes, scales and the training line; the floor, the held-out
// points with their error, and the run before are drawn on top, as they have steps of their own.
import uPlot from 'uplot';
import type { LossData } from './lossData';
import { smooth } from './lossHistory';
import { drawFloor, drawHeldOut, drawEarlier, drawFineGrid, progressStroke } from './lossLayers';
import { lossRange, plainTicks, stepRange, stepTicks, WHOLE_STEPS } from './lossScales';
import { drawEnds, labelMargin, type LabelOf } from './lossEnds';
import { drawOverlays, drawTerms, drawSeams } from './curveLayers';
import { canvasFont, readColors, type ChartColors } from './chartColors';

/** A step that is pointed at, and where in the chart it stands. */
export interface Hover {
  readonly step: number;
  readonly left: number;
  /** Where there is more room beside it. */
  readonly side: 'left' | 'right';
}

export interface LossPlotOptions {
  logX: boolean;
  logY: boolean;
  labelOf: LabelOf;
  seamLabel: (corpora: readonly string[]) => string;
  onHover: (hover: Hover | null) => void;
}

const SMOOTH_SHARE = 1 / 70;
/** A cursor is hidden there. */
const OUT = -10;

/** From the place in the plotted area to that in the chart. */
function placeOf({ bbox }: uPlot, left: number): Omit<Hover, 'step'> {
  const at = left + bbox.left / devicePixelRatio;
  return { left: at, side: left > bbox.width / devicePixelRatio / 2 ? 'left' : 'right' };
}

export class LossPlot {
  private readonly plot: uPlot;
  private readonly options: LossPlotOptions;
  private colors: ChartColors;
  private data: LossData;
  private xTicks: readonly number[] = [];
  private yTicks: readonly number[] = [];

  constructor(host: HTMLElement, data: LossData, options: LossPlotOptions) {
    this.options = options;
    this.data = data;
    this.colors = readColors(host);
    this.plot = new uPlot(this.uplotOptions(host), this.aligned(), host);
  }

  update(data: LossData): void {
    this.data = data;
    this.plot.setData(this.aligned());
  }

  resize(width: number, height: number): void {
    if (width > 0 && height > 0) this.plot.setSize({ width, height });
  }

  /** Puts the hair line at a step; null takes it away. */
  point(step: number | null): void {
    const left =
      step === null ? OUT : this.plot.valToPos(Math.max(this.options.logX ? 1 : 0, step), 'x');
    this.plot.setCursor({ left, top: 10 }, false);
    this.options.onHover(step === null ? null : { step, ...placeOf(this.plot, left) });
  }

  destroy(): void {
    this.plot.destroy();
  }

  private aligned(): uPlot.AlignedData {
    const { steps, means } = this.data.history;
    if (steps.length === 0 || this.data.hidden.has('train')) return [[1], [null], [null]];
    const radius = Math.round(steps.length * SMOOTH_SHARE);
    // A log axis has no place for step 0.
    const from = this.options.logX && steps[0] === 0 ? 1 : 0;
    return [steps.slice(from), means.slice(from), smooth(means, radius).slice(from)];
  }

  private uplotOptions(host: HTMLElement): uPlot.Options {
    const { logX, logY, labelOf, seamLabel, onHover } = this.options;
    const { colors } = this;
    const axis: uPlot.Axis = {
      stroke: colors.ink3,
      font: canvasFont(colors),
      grid: { stroke: colors.grid, width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(120, host.clientWidth),
      height: Math.max(120, host.clientHeight),
      padding: [12, (u) => labelMargin(u, this.data, labelOf, colors), 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, distr: logX ? 3 : 1, range: () => stepRange(this.data, logX) },
        y: { distr: logY ? 3 : 1, range: () => lossRange(this.data, logY) },
      },
      axes: [
        {
          ...axis,
          size: 30 * colors.enlarged,
          space: 70 * colors.enlarged,
          ...(logX
            ? { splits: () => stepTicks(this.data), filter: (_u, ticks) => ticks }
            : { incrs: WHOLE_STEPS }),
          values: (_u, ticks) => (this.xTicks = ticks).map((tick) => plainTicks(tick)),
        },
        {
          ...axis,
          size: 46 * colors.enlarged,
          space: 36 * colors.enlarged,
          ...(logY ? { filter: (_u, ticks) => ticks } : {}),
          values: (_u, ticks) => (this.yTicks = ticks).map((tick) => plainTicks(tick)),
        },
      ],
      series: [
        {},
        { stroke: colors.trainFaint, width: 1, points: { show: false } },
        {
          stroke: (u) => progressStroke(u, this.data.scale, colors),
          width: 2.25,
          points: { show: false },
        },
      ],
      hooks: {
        drawAxes: [
          (u) => {
            drawFineGrid(u, this.xTicks, this.yTicks, colors);
            drawEarlier(u, this.data.earlier, colors);
          },
        ],
        draw: [
          (u) => {
            const { floor, history, terms, overlays, seams, hidden } = this.data;
            drawOverlays(u, overlays, colors);
            drawSeams(u, seams, seamLabel, colors);
            if (floor !== null) drawFloor(u, floor, colors);
            drawTerms(u, history.steps, terms, colors);
            if (!hidden.has('held')) drawHeldOut(u, history.evals, colors);
            drawEnds(u, this.data, labelOf, colors);
          },
        ],
        setCursor: [
          (u) => {
            const left = u.cursor.left ?? OUT;
            const step = Math.round(u.posToVal(left, 'x'));
            onHover(left < 0 ? null : { step, ...placeOf(u, left) });
          },
        ],
      },
    };
  }
}
