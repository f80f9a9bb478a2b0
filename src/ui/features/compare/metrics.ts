// The metrics as the page draws and lists them.
import type { CompareMethod, VariantRow } from '../../../host/protocol/compare';
import { runsSameCode } from '../../../host/studies/compare/figures';
import type { Stage } from '../../../host/protocol/variant';
import type { Metric, Unit } from '../../../host/studies/compare/metric';
import {
  canHave,
  METRICS,
  metricValue,
  type MetricId,
} from '../../../host/studies/compare/metrics';
import { shareOf } from '../../../training/evaluate/evalTask';
import { lossScaleOf, type LossScale } from '../../kit/meters/lossScale';
import {
  formatBytes,
  formatCompact,
  formatFigure,
  formatLoss,
  formatPercent,
  formatSigned,
} from '../../kit/format';

/** Of two errors, how many make a difference. */
const ERRORS = 2;

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  nats: formatLoss,
  plain: (value) => value.toFixed(2),
  divergence: (value) =>
    value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : value.toFixed(3),
  share: formatPercent,
  bytes: formatBytes,
  ms: (value) => `${formatFigure(value)} ms`,
  'tokens/s': formatCompact,
  'examples/s': formatCompact,
  FLOP: formatCompact,
  count: formatCompact,
  J: (value) => `${formatCompact(value)} J`,
};

/** Of all, less is better. */
const COSTS: readonly ShownId[] = [
  'disk',
  'weights',
  'layers',
  'memory',
  'flops',
  'traffic',
  'tokenTime',
  'firstToken',
  'exampleFlops',
  'exampleTraffic',
  'exampleTime',
];
export const QUALITIES: readonly ShownId[] = [
  'loss',
  'perplexity',
  'bitsPerByte',
  'errorRate',
  'lostF1',
  'missed',
  'lostRougeL',
  'inexact',
  'kl',
  'changedTop',
];

/** Those that such a comparison measures. */
export const costsOf = (objective: CompareMethod['objective']): ShownId[] =>
  COSTS.filter((id) => canHave(METRICS[id], objective));

/** Those that some row has; all of them before there is any. */
export const foundIn = <Id extends AxisId>(ids: readonly Id[], rows: readonly VariantRow[]): Id[] =>
  ids.filter((id) => rows.length === 0 || rows.some((row) => valueOf(id, row) !== null));

/** An evaluation task's share of wrong answers, of which less is better as of all that an axis shows. */
export type EvalTaskAxis = `task:${string}`;
/** Those that the page has words for. */
export type ShownId = Exclude<MetricId, 'decodeMean' | 'parameters'>;
export type AxisId = ShownId | EvalTaskAxis;

export const evalTaskOf = (id: AxisId): string | null =>
  id.startsWith('task:') ? id.slice('task:'.length) : null;

function wrongAnswers(evalTask: string): Metric {
  const scored = ({ evalTasks }: VariantRow) => {
    const found = evalTasks.find(({ id }) => id === evalTask);
    return found && shareOf(found.right);
  };
  return {
    of: (row) => {
      const found = scored(row);
      return found && 1 - found.share;
    },
    error: (row) => scored(row)?.standardError,
    title: evalTask,
    column: evalTask,
    unit: 'share',
    better: 'less',
  };
}

function metricOf(id: AxisId): Metric {
  const evalTask = evalTaskOf(id);
  return evalTask === null ? METRICS[id as ShownId] : wrongAnswers(evalTask);
}

export const formatOf = (id: AxisId): ((value: number) => string) => FORMATS[metricOf(id).unit];

export const valueOf = (id: AxisId, row: VariantRow): number | null =>
  metricValue(metricOf(id), row);

export const errorOf = (id: AxisId, row: VariantRow): number | undefined =>
  metricOf(id).error?.(row) ?? undefined;

/** The value with its unit, and ± its error where it has one. */
export function wordsOf(id: AxisId, row: VariantRow): string {
  const value = valueOf(id, row);
  if (value === null) return '–';
  const format = formatOf(id);
  const around = errorOf(id, row);
  return around ? `${format(value)} ± ${format(around)}` : format(value);
}

/** From guessing to the least loss of all rows. */
export const lossScaleOfRows = (rows: readonly VariantRow[], choices: number): LossScale =>
  lossScaleOf(choices, {
    floor: null,
    least: Math.min(...rows.flatMap(({ quality }) => quality?.loss ?? [])),
  });

/** How a row stands beside another in one figure. */
export type Difference =
  /** `0.41× · −59%`, or `+0.002`. */
  | { readonly kind: 'words'; readonly words: string }
  /** The same code runs, so whatever was measured is noise. */
  | { readonly kind: 'same' }
  /** Less than the noise of the two. */
  | { readonly kind: 'noise' };

/** Null where there is nothing to say. */
export function differenceOf(
  id: ShownId,
  row: VariantRow,
  baseline: VariantRow,
): Difference | null {
  const [own, other] = [valueOf(id, row), valueOf(id, baseline)];
  if (own === null || other === null || row.id === baseline.id) return null;
  const metric = metricOf(id);
  if (metric.isTimed && runsSameCode(row, baseline)) return { kind: 'same' };
  if (!metric.difference) return null;
  if (isNoise(metric, row, baseline, own - other)) return { kind: 'noise' };
  const words = differenceWords(metric.difference, own, other);
  return words === null ? null : { kind: 'words', words };
}

/** Pairs of windows or rounds move together, so errors of differences are smaller: this says no too seldom. */
function isNoise(metric: Metric, row: VariantRow, baseline: VariantRow, by: number): boolean {
  if (!metric.isTimed) return false;
  const around = metric.noise ?? metric.error;
  const [a, b] = [around?.(row), around?.(baseline)];
  if (typeof a !== 'number' || typeof b !== 'number') return false;
  return Math.abs(by) <= ERRORS * Math.hypot(a, b);
}

function differenceWords(
  difference: NonNullable<Metric['difference']>,
  own: number,
  other: number,
): string | null {
  if (difference === 'plain') return signed(own - other, 4);
  if (other === 0) return null;
  const ratio = own / other;
  return `${ratio.toFixed(2)}× · ${signed(100 * (ratio - 1), Math.abs(ratio - 1) < 0.1 ? 1 : 0)}%`;
}

function signed(value: number, digits: number): string {
  const zero = (0).toFixed(digits);
  return Math.abs(value).toFixed(digits) === zero ? `±${zero}` : formatSigned(value, digits);
}

/** What makes a variant smaller, by which points are colored. */
export const METHODS = ['none', 'quantized', 'low_rank', 'pruned', 'trained'] as const;
export type Method = (typeof METHODS)[number];

const METHOD_OF: Readonly<Record<Stage['kind'], Method>> = {
  int8: 'quantized',
  int4: 'quantized',
  f16: 'quantized',
  low_rank: 'low_rank',
  prune: 'pruned',
  heads: 'pruned',
  layers: 'pruned',
  share_layers: 'pruned',
  recover: 'trained',
  distill: 'trained',
};

/** The last stage that changes the form decides; training alone counts where nothing else was done. */
export function methodOf({ stages }: Pick<VariantRow, 'stages'>): Method {
  const methods = stages.map(({ kind }) => METHOD_OF[kind]);
  return methods.findLast((method) => method !== 'trained') ?? methods.at(-1) ?? 'none';
}

/** What a plot shows, and what that is called. */
export interface Axes {
  readonly cost: AxisId;
  readonly quality: AxisId;
  readonly nameOf: (id: AxisId) => string;
}

export interface Point {
  readonly row: VariantRow;
  readonly x: number;
  readonly y: number;
  /** Another point is at least as good in both, and better in one. */
  readonly isDominated: boolean;
}

/** In a plot, rows that run the same code stand where the first of them stands. */
function plotted(id: AxisId, row: VariantRow, rows: readonly VariantRow[]): number | null {
  const first = metricOf(id).isTimed && rows.find((one) => runsSameCode(one, row));
  return valueOf(id, first || row);
}

/** Points by rising cost. */
export function pointsOf(rows: readonly VariantRow[], cost: AxisId, quality: AxisId): Point[] {
  const found = rows.flatMap((row) => {
    const [x, y] = [plotted(cost, row, rows), plotted(quality, row, rows)];
    return x === null || y === null ? [] : [{ row, x, y }];
  });
  return found
    .map((point) => ({
      ...point,
      isDominated: found.some(
        ({ x, y }) => x <= point.x && y <= point.y && (x < point.x || y < point.y),
      ),
    }))
    .toSorted((a, b) => a.x - b.x || a.y - b.y);
}
