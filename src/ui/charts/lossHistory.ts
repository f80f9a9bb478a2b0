// The losses of a run in bounded memory, ready to draw. The first steps stay as they are (a log axis
// shows each of them); the rest is kept in at most 2048 buckets, merged in pairs as the run grows.
import type { EvalPoint, StepPoint } from '../../host/protocol/run';

const HEAD = 256;
const MAX_BUCKETS = 2048;
const MAX_EVALS = 1024;

export class LossHistory {
  /** Points to draw; index by index. Step is the last of its bucket. */
  readonly steps: number[] = [];
  readonly means: number[] = [];
  /** Of single objectives by name, index by index like `means`. */
  readonly terms = new Map<string, number[]>();
  evals: EvalPoint[] = [];
  /** Steps seen so far. */
  count = 0;
  private bucketSize = 1;
  private sum = 0;
  private readonly partSums = new Map<string, number>();
  private inBucket = 0;

  push(point: StepPoint): void {
    this.count += 1;
    this.sum += point.loss;
    for (const [name, loss] of Object.entries(point.parts ?? {}))
      this.partSums.set(name, (this.partSums.get(name) ?? 0) + loss);
    this.inBucket += 1;
    if (this.inBucket < this.bucketSize) return;
    this.steps.push(point.step);
    this.means.push(this.sum / this.inBucket);
    for (const [name, sum] of this.partSums) {
      const means = this.terms.get(name) ?? [];
      means.push(sum / this.inBucket);
      this.terms.set(name, means);
      this.partSums.set(name, 0);
    }
    this.sum = 0;
    this.inBucket = 0;
    if (this.steps.length >= HEAD + MAX_BUCKETS) this.merge();
  }

  pushEval(point: EvalPoint): void {
    this.evals.push(point);
    if (this.evals.length > MAX_EVALS)
      this.evals = this.evals.filter((_point, i) => i % 2 === 0 || i === MAX_EVALS);
  }

  private merge(): void {
    const series = [this.means, ...this.terms.values()];
    let to = HEAD;
    for (let from = HEAD; from + 1 < this.steps.length; from += 2, to++) {
      this.steps[to] = this.steps[from + 1] as number;
      for (const values of series)
        values[to] = ((values[from] as number) + (values[from + 1] as number)) / 2;
    }
    this.steps.length = to;
    for (const values of series) values.length = to;
    this.bucketSize *= 2;
  }
}

/** Centered moving mean; the window grows from the edges, so the ends do not lag. */
export function smooth(values: readonly number[], radius: number): number[] {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number);
  return values.map((_value, i) => {
    const reach = Math.min(radius, i, values.length - 1 - i);
    return ((sums[i + reach + 1] as number) - (sums[i - reach] as number)) / (2 * reach + 1);
  });
}

/** Index of the last point at or before `step`, or 0. */
export const indexAt = (steps: readonly number[], step: number): number =>
  Math.max(
    0,
    steps.findLastIndex((one) => one <= step),
  );
