// How well a model predicts text, and how far it is from a reference model on the same tokens. From
// logits, in float64, with llama.cpp's conventions: KL is KL(reference ‖ model); Δp is the model's
// probability of the right token minus the reference's. A model against itself gives exact zeros.
import { logSoftmaxRow } from './logSoftmax';
import { meanOf, quantile, rising, standardErrorOf } from './statistics';

export interface Distances {
  readonly mean: number;
  readonly standardError: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export interface ProbabilityChange {
  readonly mean: number;
  readonly rms: number;
  readonly p1: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
}

export interface QualityFigures {
  readonly tokens: number;
  /** Mean cross-entropy in nats a token. */
  readonly loss: number;
  /** Of the mean over windows: tokens of one window are not independent. */
  readonly standardError: number;
  readonly perplexity: number;
  readonly perplexityError: number;
  readonly bitsPerByte: number;
  readonly bitsPerByteError: number;
  readonly kl: Distances;
  /** Share of positions where both models find the same token likeliest. */
  readonly sameTop: number;
  readonly deltaP: ProbabilityChange;
}

/** One place of the text, for looking at where two models part. */
export interface Position {
  readonly target: number;
  readonly top: number;
  readonly referenceTop: number;
  /** Of the right token. */
  readonly probability: number;
  readonly referenceProbability: number;
  readonly kl: number;
}

export class QualityMeter {
  readonly #bytesPerToken: number;
  readonly #own: Float64Array;
  readonly #reference: Float64Array;
  readonly #windowLosses: number[] = [];
  readonly #positions: Position[] = [];
  #lossSum = 0;

  constructor(vocabSize: number, bytesPerToken: number) {
    this.#bytesPerToken = bytesPerToken;
    this.#own = new Float64Array(vocabSize);
    this.#reference = new Float64Array(vocabSize);
  }

  /** Positions so far, in order. */
  get positions(): readonly Position[] {
    return this.#positions;
  }

  /** One window: logits [T, V] of the model and of the reference, the right tokens [T]; below 0 none. */
  add(targets: ArrayLike<number>, logits: Float32Array, reference: Float32Array): void {
    const vocab = this.#own.length;
    let [sum, counted] = [0, 0];
    for (let position = 0; position < targets.length; position++) {
      const target = targets[position]!;
      if (target < 0) continue;
      const top = logSoftmaxRow(logits, position * vocab, this.#own);
      const referenceTop = logSoftmaxRow(reference, position * vocab, this.#reference);
      sum -= this.#own[target]!;
      counted++;
      this.#positions.push({
        target,
        top,
        referenceTop,
        probability: Math.exp(this.#own[target]!),
        referenceProbability: Math.exp(this.#reference[target]!),
        kl: this.#divergence(),
      });
    }
    if (counted === 0) return;
    this.#lossSum += sum;
    this.#windowLosses.push(sum / counted);
  }

  figures(): QualityFigures {
    const positions = this.#positions;
    const loss = this.#lossSum / positions.length;
    const standardError = standardErrorOf(this.#windowLosses);
    const perplexity = Math.exp(loss);
    const bits = 1 / (Math.LN2 * this.#bytesPerToken);
    const same = positions.filter(({ top, referenceTop }) => top === referenceTop).length;
    return {
      tokens: positions.length,
      loss,
      standardError,
      perplexity,
      perplexityError: perplexity * standardError,
      bitsPerByte: loss * bits,
      bitsPerByteError: standardError * bits,
      kl: distances(positions.map(({ kl }) => kl)),
      sameTop: same / positions.length,
      deltaP: changes(
        positions.map(
          ({ probability, referenceProbability }) => probability - referenceProbability,
        ),
      ),
    };
  }

  /** Σ p (log p − log q); rounding alone can bring it below 0. */
  #divergence(): number {
    let sum = 0;
    for (let i = 0; i < this.#own.length; i++) {
      const p = this.#reference[i]!;
      sum += Math.exp(p) * (p - this.#own[i]!);
    }
    return Math.max(0, sum);
  }
}

function distances(values: readonly number[]): Distances {
  const sorted = rising(values);
  return {
    mean: meanOf(values),
    standardError: standardErrorOf(values),
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    max: sorted.at(-1) ?? Number.NaN,
  };
}

function changes(values: readonly number[]): ProbabilityChange {
  const sorted = rising(values);
  const at = (share: number): number => quantile(sorted, share);
  return {
    mean: meanOf(values),
    rms: Math.sqrt(meanOf(values.map((value) => value ** 2))),
    p1: at(0.01),
    p5: at(0.05),
    p25: at(0.25),
    median: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
    p99: at(0.99),
  };
}
