// The figures of a variant, each in one place: what it is called, its unit, which way is better and how it
// is read of a row. Reports, CSV and the page take them from here.
import type { PairedRatio } from '../../../training/evaluate/statistics';
import type { CompareMethod, VariantRow } from '../../protocol/compare';
import { EXAMPLE_METRICS } from './exampleMetrics';
import {
  cost,
  quality,
  rate,
  timed,
  tokenNoise,
  tokenTimed,
  type Metric,
  type Reads,
} from './metric';

/** Few samples make up the tail: it moves by a share of what it stands above the median. */
const TAIL_SHARE = 0.25;
const tailNoise =
  (quantile: 'p90' | 'p99'): Reads =>
  (row) => {
    const { speed } = row;
    if (!speed) return null;
    const { tokenMs } = speed;
    return Math.max(tokenNoise(row) ?? 0, TAIL_SHARE * (tokenMs[quantile] - tokenMs.p50));
  };

export const METRICS = {
  ...EXAMPLE_METRICS,
  loss: {
    ...quality('Loss', 'loss', 'nats', (row) => row.quality?.loss),
    error: (row) => row.quality?.standardError,
    errorColumn: 'loss_se',
    difference: 'plain',
  },
  perplexity: {
    ...quality('Perplexity', 'perplexity', 'plain', (row) => row.quality?.perplexity),
    error: (row) => row.quality?.perplexityError,
    difference: 'ratio',
    only: 'text',
  },
  bitsPerByte: {
    ...quality('Bits/byte', 'bits_per_byte', 'nats', ({ bytes }) => bytes?.bitsPerByte),
    error: ({ bytes }) => bytes?.bitsPerByteError,
    errorColumn: 'bits_per_byte_se',
    difference: 'ratio',
    only: 'text',
  },
  kl: {
    ...quality('KL mean', 'kl_mean', 'divergence', (row) => row.quality?.kl.mean),
    error: (row) => row.quality?.kl.standardError,
  },
  klP99: quality('KL 99 %', 'kl_p99', 'divergence', (row) => row.quality?.kl.p99),
  klMax: quality('KL max', 'kl_max', 'divergence', (row) => row.quality?.kl.max),
  changedTop: quality(
    'Changed top',
    'changed_top',
    'share',
    (row) => row.quality && 1 - row.quality.sameTop,
  ),
  sameTop: {
    ...quality('Same top', 'same_top', 'share', (row) => row.quality?.sameTop),
    better: 'more',
  },
  deltaP: quality('Δp RMS', 'delta_p_rms', 'share', (row) => row.quality?.deltaP.rms),
  parameters: cost('Parameters', 'parameters', 'count', (row) => row.cost?.parameters),
  disk: cost('Disk', 'disk_bytes', 'bytes', (row) => row.cost?.diskBytes),
  weights: cost('Weights', 'weight_bytes', 'bytes', (row) => row.cost?.weightBytes),
  layers: cost('Layers', 'layer_bytes', 'bytes', (row) => row.cost?.layerBytes),
  memory: cost('Memory', 'memory_bytes', 'bytes', (row) => row.cost?.memoryBytes),
  flops: {
    ...cost('Per token', 'flops_per_token', 'FLOP', (row) => row.cost?.flopsPerToken),
    only: 'text',
  },
  traffic: {
    ...cost('Per token', 'bytes_per_token', 'bytes', (row) => row.cost?.bytesPerToken),
    only: 'text',
  },
  energy: tokenTimed(
    'Per token, estimated',
    'joules_per_token',
    'J',
    ({ joules }) => joules,
    ({ joules, speed }) =>
      joules && speed && (joules * speed.decode.medianMove) / speed.decode.median,
  ),
  tokenTime: tokenTimed(
    'Token',
    'token_ms',
    'ms',
    ({ speed }) => speed && 1000 / speed.decode.median,
    ({ speed }) => speed && (1000 * speed.decode.medianMove) / speed.decode.median ** 2,
  ),
  // Timed once: nothing says how much of a difference is noise.
  load: { ...quality('Load', 'load_ms', 'ms', ({ loadMs }) => loadMs), isTimed: true },
  prefill: rate(
    'Prefill',
    'prefill_tps',
    ({ speed }) => speed?.prefill?.median,
    ({ speed }) => speed?.prefill?.medianMove,
  ),
  decode: rate(
    'Decode',
    'decode_tps',
    ({ speed }) => speed?.decode.median,
    ({ speed }) => speed?.decode.medianMove,
  ),
  decodeMean: {
    ...rate(
      'Decode, mean ± std',
      'decode_tps_mean',
      ({ speed }) => speed?.decode.mean,
      ({ speed }) => speed?.decode.std,
    ),
    errorColumn: 'decode_tps_std',
  },
  shallow: rate(
    'Decode from the beginning',
    'shallow_decode_tps',
    ({ speed }) => speed?.shallow?.median,
    ({ speed }) => speed?.shallow?.std,
  ),
  firstToken: {
    ...tokenTimed('First token', 'first_token_ms', 'ms', ({ speed }) => speed?.firstTokenMs.median),
    error: ({ speed }) => speed?.firstTokenMs.medianMove,
    noise: ({ speed }) => speed?.firstTokenMs.medianMove,
  },
  p50: tokenTimed('Token p50', 'token_ms_p50', 'ms', ({ speed }) => speed?.tokenMs.p50),
  p90: tokenTimed('p90', 'token_ms_p90', 'ms', ({ speed }) => speed?.tokenMs.p90, tailNoise('p90')),
  p99: tokenTimed('p99', 'token_ms_p99', 'ms', ({ speed }) => speed?.tokenMs.p99, tailNoise('p99')),
  gpuStep: timed('GPU step', 'gpu_step_ms', 'ms', ({ gpuStepMs }) => gpuStepMs),
  roofline: {
    ...quality('Of the roofline', 'roofline_share', 'share', ({ roofline }) => roofline?.share),
    better: 'more',
    isTimed: true,
  },
} satisfies Record<string, Metric>;

export type MetricId = keyof typeof METRICS;

/** The value as a finite number; null where there is none. */
export function metricValue({ of, only }: Metric, row: VariantRow): number | null {
  // Of a row that was compared by its own objective, what only a text has is no figure.
  const value = row.task && only === 'text' ? null : of(row);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export const canHave = ({ only }: Metric, objective: CompareMethod['objective']): boolean =>
  only !== (objective ? 'text' : 'examples');

/** Where no text is read, what no row has is left out. */
export const isShown = (
  metric: Metric,
  { objective }: Pick<CompareMethod, 'objective'>,
  rows: readonly VariantRow[],
): boolean =>
  canHave(metric, objective) &&
  (!objective || rows.some((row) => metricValue(metric, row) !== null));

/** Beside the reference in the same rounds. */
export const againstOf = ({ speed, rates }: VariantRow): PairedRatio | null =>
  speed?.against ?? rates?.against ?? null;
