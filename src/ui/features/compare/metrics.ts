// The figures that can be drawn and listed, each with where it stands in a row and how it is written.
import type { CostFigures, VariantRow } from '../../../host/protocol/compare';
import { runsSameCode } from '../../../host/studies/compare/figures';
import { shareOf } from '../../../training/evaluate/suite';
import { formatBytes, formatCompact, formatLoss, formatMs, formatPercent } from '../../kit/format';

export interface Metric {
  readonly of: (row: VariantRow) => number | null | undefined;
  readonly format: (value: number) => string;
  /** Written behind the value, e.g. its standard error. */
  readonly error?: (row: VariantRow) => number | null | undefined;
  /** How it differs from the baseline: as a ratio, or in its own unit where it can be 0. */
  readonly difference?: 'ratio' | 'plain';
  /** A time, a rate or what follows from them: it differs by noise where the same code runs. */
  readonly isTimed?: true;
  /** Half the width of what is noise in a value, where the row tells it. */
  readonly noise?: (row: VariantRow) => number | null | undefined;
}

/** Of two errors, how many make a difference. */
const ERRORS = 2;

/** What runs on the CPU takes nothing there: it would seem the best of all. */
const onGpu =
  (of: (cost: CostFigures) => number) =>
  ({ place, cost }: VariantRow): number | null =>
    cost && place === 'gpu' ? of(cost) : null;

const ms = (value: number): string => `${formatMs(value)} ms`;
const divergence = (value: number): string =>
  value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : value.toFixed(3);

/** Of the time of a token, by how far its median moves between rounds. */
const tokenNoise = ({ speed }: VariantRow): number | null =>
  speed && (speed.tokenMs.p50 * speed.decode.medianMove) / speed.decode.median;
/** Few samples make up the tail: it moves by a share of what it stands above the median. */
const TAIL_SHARE = 0.25;
const tailNoise =
  (quantile: 'p90' | 'p99') =>
  (row: VariantRow): number | null => {
    const { speed } = row;
    if (!speed) return null;
    const { tokenMs } = speed;
    return Math.max(tokenNoise(row) ?? 0, TAIL_SHARE * (tokenMs[quantile] - tokenMs.p50));
  };

export const METRICS = {
  loss: {
    of: ({ quality }) => quality?.loss,
    error: ({ quality }) => quality?.standardError,
    format: formatLoss,
    difference: 'plain',
  },
  perplexity: {
    of: ({ quality }) => quality?.perplexity,
    error: ({ quality }) => quality?.perplexityError,
    format: (value) => value.toFixed(2),
    difference: 'ratio',
  },
  bitsPerByte: {
    of: ({ bytes }) => bytes?.bitsPerByte,
    error: ({ bytes }) => bytes?.bitsPerByteError,
    format: formatLoss,
    difference: 'ratio',
  },
  kl: {
    of: ({ quality }) => quality?.kl.mean,
    error: ({ quality }) => quality?.kl.standardError,
    format: divergence,
  },
  klP99: { of: ({ quality }) => quality?.kl.p99, format: divergence },
  klMax: { of: ({ quality }) => quality?.kl.max, format: divergence },
  changedTop: { of: ({ quality }) => quality && 1 - quality.sameTop, format: formatPercent },
  sameTop: { of: ({ quality }) => quality?.sameTop, format: formatPercent },
  deltaP: { of: ({ quality }) => quality?.deltaP.rms, format: formatPercent },
  disk: { of: ({ cost }) => cost?.diskBytes, format: formatBytes, difference: 'ratio' },
  weights: {
    of: onGpu(({ weightBytes }) => weightBytes),
    format: formatBytes,
    difference: 'ratio',
  },
  layers: { of: onGpu(({ layerBytes }) => layerBytes), format: formatBytes, difference: 'ratio' },
  gpu: { of: onGpu(({ gpuBytes }) => gpuBytes), format: formatBytes, difference: 'ratio' },
  flops: { of: ({ cost }) => cost?.flopsPerToken, format: formatCompact, difference: 'ratio' },
  traffic: { of: ({ cost }) => cost?.bytesPerToken, format: formatBytes, difference: 'ratio' },
  tokenTime: {
    of: ({ speed }) => speed && 1000 / speed.decode.median,
    format: ms,
    difference: 'ratio',
    isTimed: true,
    noise: ({ speed }) => speed && (1000 * speed.decode.medianMove) / speed.decode.median ** 2,
  },
  prefill: {
    of: ({ speed }) => speed?.prefill?.median,
    error: ({ speed }) => speed?.prefill?.medianMove,
    format: formatCompact,
    difference: 'ratio',
    isTimed: true,
  },
  decode: {
    of: ({ speed }) => speed?.decode.median,
    error: ({ speed }) => speed?.decode.medianMove,
    format: formatCompact,
    difference: 'ratio',
    isTimed: true,
  },
  energy: {
    of: ({ joules }) => joules,
    format: (value) => `${formatCompact(value)} J`,
    difference: 'ratio',
    isTimed: true,
    noise: ({ joules, speed }) =>
      joules && speed && (joules * speed.decode.medianMove) / speed.decode.median,
  },
  shallow: {
    of: ({ speed }) => speed?.shallow?.median,
    error: ({ speed }) => speed?.shallow?.std,
    format: formatCompact,
    difference: 'ratio',
    isTimed: true,
  },
  // Timed once: nothing says how much of a difference is noise.
  load: { of: ({ loadMs }) => loadMs, format: ms, isTimed: true },
  roofline: { of: ({ roofline }) => roofline?.share, format: formatPercent, isTimed: true },
  firstToken: {
    of: ({ speed }) => speed?.firstTokenMs.median,
    error: ({ speed }) => speed?.firstTokenMs.medianMove,
    format: ms,
    difference: 'ratio',
    isTimed: true,
  },
  p50: {
    of: ({ speed }) => speed?.tokenMs.p50,
    format: ms,
    difference: 'ratio',
    isTimed: true,
    noise: tokenNoise,
  },
  p90: {
    of: ({ speed }) => speed?.tokenMs.p90,
    format: ms,
    difference: 'ratio',
    isTimed: true,
    noise: tailNoise('p90'),
  },
  p99: {
    of: ({ speed }) => speed?.tokenMs.p99,
    format: ms,
    difference: 'ratio',
    isTimed: true,
    noise: tailNoise('p99'),
  },
  gpuStep: {
    of: ({ gpuStepMs }) => gpuStepMs,
    format: ms,
    difference: 'ratio',
    isTimed: true,
    noise: tokenNoise,
  },
} satisfies Record<string, Metric>;

export type MetricId = keyof typeof METRICS;

/** Of all, less is better. */
export const COSTS: readonly MetricId[] = [
  'disk',
  'weights',
  'layers',
  'gpu',
  'flops',
  'traffic',
  'tokenTime',
  'firstToken',
];
export const QUALITIES: readonly MetricId[] = [
  'loss',
  'perplexity',
  'bitsPerByte',
  'kl',
  'changedTop',
];

/** A suite's share of wrong answers, of which less is better as of all that an axis shows. */
export type SuiteAxis = `suite:${string}`;
export type AxisId = MetricId | SuiteAxis;

export const suiteOf = (id: AxisId): string | null =>
  id.startsWith('suite:') ? id.slice('suite:'.length) : null;

function wrongAnswers(suite: string): Metric {
  const scored = ({ suites }: VariantRow) => {
    const found = suites.find(({ id }) => id === suite);
    return found && shareOf(found.right);
  };
  return {
    of: (row) => {
      const found = scored(row);
      return found && 1 - found.share;
    },
    error: (row) => scored(row)?.standardError,
    format: formatPercent,
  };
}

export function metricOf(id: AxisId): Metric {
  const suite = suiteOf(id);
  return suite === null ? METRICS[id as MetricId] : wrongAnswers(suite);
}

export const valueOf = (id: AxisId, row: VariantRow): number | null => {
  const value = metricOf(id).of(row);
  return value === undefined || value === null || !Number.isFinite(value) ? null : value;
};

export const errorOf = (id: AxisId, row: VariantRow): number | undefined =>
  metricOf(id).error?.(row) ?? undefined;

/** The value with its unit, and ± its error where it has one. */
export function wordsOf(id: AxisId, row: VariantRow): string {
  const value = valueOf(id, row);
  if (value === null) return '–';
  const { format } = metricOf(id);
  const around = errorOf(id, row);
  return around ? `${format(value)} ± ${format(around)}` : format(value);
}

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
  id: MetricId,
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
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return `±${text}`;
  return `${value < 0 ? '−' : '+'}${text}`;
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
