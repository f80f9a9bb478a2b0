// Summaries of repeated measurements, and whether two series taken side by side differ.

export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Of the samples, n − 1 in the denominator. */
  readonly std: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  /** How far the median of another such series may lie from this one, 99 times of 100. */
  readonly medianMove: number;
}

/** Linear between neighbors, as numpy's default. `sorted` rises. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at));
}

export const rising = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Of the sample; 0 of a single value. */
export function stdOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

export const standardErrorOf = (values: ArrayLike<number>): number =>
  stdOf(values) / Math.sqrt(values.length);

/** Of a share that so many examples were counted for: that of 0s and 1s. */
export const shareError = (share: number, examples: number): number =>
  Math.sqrt((share * (1 - share)) / Math.max(1, examples - 1));

/** A share of right answers with its standard error and the examples that it was counted on. */
export const countedShare = (accuracy: number, examples: number) => ({
  accuracy,
  accuracyError: shareError(accuracy, examples),
  examples,
});

/** `values` in the order in which they were taken: what follows its neighbor counts for less. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = rising(values);
  return {
    n: sorted.length,
    mean: meanOf(sorted),
    std: stdOf(sorted),
    median: quantile(sorted, 0.5),
    p25: quantile(sorted, 0.25),
    p75: quantile(sorted, 0.75),
    medianMove: medianMove(values, sorted),
  };
}

/**
 * Half the sign test's 99 % interval of the median, times √2 as both series move. Drift makes neighbors
 * alike: the interval is that of as many values as would be independent.
 */
function medianMove(values: ArrayLike<number>, sorted: Float64Array): number {
  const alike = Math.min(0.9, Math.max(0, neighborCorrelation(values)));
  const independent = Math.max(1, Math.floor((values.length * (1 - alike)) / (1 + alike)));
  const outside = leftOut(independent) / independent;
  return (Math.SQRT2 * (quantile(sorted, 1 - outside) - quantile(sorted, outside))) / 2;
}

/** By ranks, so that one hiccup does not hide the drift. */
function neighborCorrelation(values: ArrayLike<number>): number {
  const sorted = rising(values);
  const ranks = Array.from(values, (value) => sorted.indexOf(value) - (sorted.length - 1) / 2);
  const power = ranks.reduce((sum, rank) => sum + rank ** 2, 0);
  const product = ranks.slice(1).reduce((sum, rank, i) => sum + rank * ranks[i]!, 0);
  return power === 0 ? 0 : product / power;
}

export interface PairedRatio {
  /** Median over the rounds of own time / the other's time. */
  readonly ratio: number;
  /** Interval that holds the true median in at least 99 of 100 comparisons. */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'faster' | 'slower' | 'same';
  /** Both run the very same kernels: what was measured between them is noise. */
  readonly sameProgram?: true;
}

/** Differences below this share are not worth a word, however sure they are. */
const WORTH_A_WORD = 0.02;

/**
 * Times of two contestants in the same rounds. The interval is that of the sign test: order statistics
 * of the ratios, with no assumption about their distribution.
 */
export function pairedRatio(own: readonly number[], other: readonly number[]): PairedRatio {
  const ratios = rising(own.map((ms, round) => ms / other[round]!));
  const outside = leftOut(ratios.length);
  const [low, high] = [ratios[outside] ?? 0, ratios[ratios.length - 1 - outside] ?? Infinity];
  const ratio = quantile(ratios, 0.5);
  const isFew = 2 ** (1 - ratios.length) > 0.01;
  const isSmall = Math.abs(ratio - 1) < WORTH_A_WORD;
  let verdict: PairedRatio['verdict'] = 'same';
  if (!isFew && !isSmall && low > 1) verdict = 'slower';
  if (!isFew && !isSmall && high < 1) verdict = 'faster';
  return { ratio, low, high, verdict };
}

/** How many ratios may lie outside at each end: the most with 2 · P(Bin(n, ½) ≤ that) ≤ 0.01. */
function leftOut(n: number): number {
  let chance = 2 * 0.5 ** n;
  let term = chance;
  let k = 0;
  for (;;) {
    term *= (n - k) / (k + 1);
    if (chance + term > 0.01) return k;
    chance += term;
    k++;
  }
}
