// The figures of a variant, each in one place: what it is called, its unit, which way is better and how it
// is read of a row. Reports, CSV and the page take them from here.
import type { PairedRatio } from '../../../training/evaluate/statistics';
import type { CompareMethod, VariantRow } from '../../protocol/compare';

export type Unit =
  | 'nats'
  | 'divergence'
  | 'plain'
  | 'share'
  | 'bytes'
  | 'ms'
  | 'tokens/s'
  | 'examples/s'
  | 'FLOP'
  | 'count'
  | 'J';

type Reads = (row: VariantRow) => number | null | undefined;

export interface Metric {
  /** In reports; the page has words of its own. */
  readonly title: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
  readonly of: Reads;
  /** Written behind the value, e.g. its standard error. */
  readonly error?: Reads;
  /** In CSV, with one for the error where that is written too. */
  readonly column: string;
  readonly errorColumn?: string;
  /** How it differs from the baseline: as a ratio, or in its own unit where it can be 0. */
  readonly difference?: 'ratio' | 'plain';
  /** A time, a rate or what follows from them: it differs by noise where the same code runs. */
  readonly isTimed?: true;
  /** Of models that are compared by their own objective alone. */
  readonly isOfExamples?: true;
  /** Half the width of what is noise in a value, where the row tells it. */
  readonly noise?: Reads;
}

/** Of the time of a token, by how far its median moves between rounds. */
const tokenNoise: Reads = ({ speed }) =>
  speed && (speed.tokenMs.p50 * speed.decode.medianMove) / speed.decode.median;
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

const quality = (title: string, column: string, unit: Unit, of: Reads) =>
  ({ title, column, unit, of, better: 'less' }) as const;
const cost = (title: string, column: string, unit: Unit, of: Reads) =>
  ({ title, column, unit, of, better: 'less', difference: 'ratio' }) as const;
const timed = (title: string, column: string, unit: Unit, of: Reads, noise: Reads = tokenNoise) =>
  ({ ...cost(title, column, unit, of), isTimed: true, noise }) as const;
const rate = (title: string, column: string, of: Reads, error: Reads) => {
  const way = { better: 'more', difference: 'ratio', isTimed: true } as const;
  return { title, column, unit: 'tokens/s', of, error, ...way } as const;
};

/** Classes and masked tokens are no text of which each token follows the ones before it. */
const textOnly =
  (of: Reads): Reads =>
  (row) =>
    row.task ? null : of(row);
/** Examples a second. */
const examples = (title: string, column: string, what: 'single' | 'batch') =>
  ({
    ...rate(
      title,
      column,
      ({ rates }) => rates?.[what].median,
      ({ rates }) => rates?.[what].medianMove,
    ),
    unit: 'examples/s',
    isOfExamples: true,
  }) as const;
/** Of such models, how much is right; and the rest of it, of which less is better. */
const right = (title: string, column: string, of: Reads, error?: Reads) =>
  ({
    ...quality(title, column, 'share', of),
    ...(error && { error }),
    better: 'more',
    isOfExamples: true,
  }) as const;
const wrong = (title: string, column: string, of: Reads, error?: Reads) => {
  const rest: Reads = (row) => {
    const share = of(row);
    return typeof share === 'number' ? 1 - share : null;
  };
  return { ...right(title, column, rest, error), better: 'less' } as const;
};
const accuracy: Reads = ({ task }) => task?.accuracy;
const accuracyError: Reads = ({ task }) => task?.accuracyError;
const macroF1: Reads = ({ task }) => task?.macroF1;
const exact: Reads = ({ task }) => task?.exact;
const exactError: Reads = ({ task }) => task?.exactError;

export const METRICS = {
  accuracy: {
    ...right('Accuracy', 'accuracy', accuracy, accuracyError),
    errorColumn: 'accuracy_se',
  },
  errorRate: wrong('Error rate', 'error_rate', accuracy, accuracyError),
  macroF1: right('Macro F1', 'macro_f1', macroF1),
  lostF1: wrong('1 − macro F1', 'lost_macro_f1', macroF1),
  exact: { ...right('Exact answers', 'exact', exact, exactError), errorColumn: 'exact_se' },
  inexact: wrong('Inexact answers', 'inexact', exact, exactError),
  loss: {
    ...quality('Loss', 'loss', 'nats', (row) => row.quality?.loss),
    error: (row) => row.quality?.standardError,
    errorColumn: 'loss_se',
    difference: 'plain',
  },
  perplexity: {
    ...quality(
      'Perplexity',
      'perplexity',
      'plain',
      textOnly((row) => row.quality?.perplexity),
    ),
    error: textOnly((row) => row.quality?.perplexityError),
    difference: 'ratio',
  },
  bitsPerByte: {
    ...quality('Bits/byte', 'bits_per_byte', 'nats', ({ bytes }) => bytes?.bitsPerByte),
    error: ({ bytes }) => bytes?.bitsPerByteError,
    errorColumn: 'bits_per_byte_se',
    difference: 'ratio',
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
  flops: cost('Per token', 'flops_per_token', 'FLOP', (row) => row.cost?.flopsPerToken),
  traffic: cost('Per token', 'bytes_per_token', 'bytes', (row) => row.cost?.bytesPerToken),
  exampleFlops: {
    ...cost('Per example', 'flops_per_example', 'FLOP', (row) => row.cost?.flopsPerExample),
    isOfExamples: true,
  },
  exampleTraffic: {
    ...cost('Per example', 'bytes_per_example', 'bytes', (row) => row.cost?.bytesPerExample),
    isOfExamples: true,
  },
  energy: timed(
    'Per token, estimated',
    'joules_per_token',
    'J',
    textOnly(({ joules }) => joules),
    ({ joules, speed }) =>
      joules && speed && (joules * speed.decode.medianMove) / speed.decode.median,
  ),
  exampleEnergy: {
    ...timed(
      'Per example, estimated',
      'joules_per_example',
      'J',
      (row) => row.task && row.joules,
      ({ joules, rates }) =>
        joules && rates && (joules * rates.single.medianMove) / rates.single.median,
    ),
    isOfExamples: true,
  },
  exampleTime: {
    ...timed(
      'Example',
      'example_ms',
      'ms',
      ({ rates }) => rates && 1000 / rates.single.median,
      ({ rates }) => rates && (1000 * rates.single.medianMove) / rates.single.median ** 2,
    ),
    isOfExamples: true,
  },
  single: examples('One at a time', 'examples_per_s_1', 'single'),
  batch: examples('Many at once', 'examples_per_s_batch', 'batch'),
  tokenTime: timed(
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
    ...timed('First token', 'first_token_ms', 'ms', ({ speed }) => speed?.firstTokenMs.median),
    error: ({ speed }) => speed?.firstTokenMs.medianMove,
    noise: ({ speed }) => speed?.firstTokenMs.medianMove,
  },
  p50: timed('Token p50', 'token_ms_p50', 'ms', ({ speed }) => speed?.tokenMs.p50),
  p90: timed('p90', 'token_ms_p90', 'ms', ({ speed }) => speed?.tokenMs.p90, tailNoise('p90')),
  p99: timed('p99', 'token_ms_p99', 'ms', ({ speed }) => speed?.tokenMs.p99, tailNoise('p99')),
  gpuStep: timed('GPU step', 'gpu_step_ms', 'ms', ({ gpuStepMs }) => gpuStepMs),
  roofline: {
    ...quality('Of the roofline', 'roofline_share', 'share', ({ roofline }) => roofline?.share),
    better: 'more',
    isTimed: true,
  },
} satisfies Record<string, Metric>;

export type MetricId = keyof typeof METRICS;

/** The value as a finite number; null where there is none. */
export function metricValue({ of }: Metric, row: VariantRow): number | null {
  const value = of(row);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Those of single examples where a text is read say nothing, nor do those that no row has where none is. */
export const isShown = (
  metric: Metric,
  { objective }: Pick<CompareMethod, 'objective'>,
  rows: readonly VariantRow[],
): boolean =>
  objective ? rows.some((row) => metricValue(metric, row) !== null) : !metric.isOfExamples;

/** Beside the reference in the same rounds. */
export const againstOf = ({ speed, rates }: VariantRow): PairedRatio | null =>
  speed?.against ?? rates?.against ?? null;
