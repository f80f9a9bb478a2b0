// The bag-of-words baseline: logistic regression on the words of a text, without their order. The
// loss is convex, so its minimum is the baseline, however it is found: accelerated gradient descent
// (Nesterov 1983) until the gradient is as good as 0.
import type { Example } from '../data/examples/examples';

/** Words in lower case; Han characters are words of their own. */
export const countedWords = (text: string): string[] =>
  text.toLowerCase().match(/\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}'’])+/gu) ?? [];

interface Row {
  readonly words: Int32Array;
  /** So that each row has length 1. */
  readonly value: number;
}

const RIDGE = 1e-3;
const TOLERANCE = 1e-5;
const MOST_ROUNDS = 3000;

export class BagOfWords {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #classes: number;
  /** [words + 1, classes]; the last row is the bias. */
  readonly weights: Float64Array;

  private constructor(ids: ReadonlyMap<string, number>, classes: number) {
    this.#ids = ids;
    this.#classes = classes;
    this.weights = new Float64Array((ids.size + 1) * classes);
  }

  static fit(examples: readonly Example[], classes: number): BagOfWords {
    const ids = new Map<string, number>();
    for (const { text, second } of examples) {
      for (const word of countedWords(`${text} ${second ?? ''}`)) {
        if (!ids.has(word)) ids.set(word, ids.size);
      }
    }
    const model = new BagOfWords(ids, classes);
    model.#descend(
      examples.map((example) => model.#row(example)),
      examples.map(({ label }) => label),
    );
    return model;
  }

  #row({ text, second }: Example): Row {
    const found = new Set<number>([this.#ids.size]);
    for (const word of countedWords(`${text} ${second ?? ''}`)) {
      const id = this.#ids.get(word);
      if (id !== undefined) found.add(id);
    }
    return { words: Int32Array.from(found), value: found.size ** -0.5 };
  }

  #descend(rows: readonly Row[], labels: readonly number[]): void {
    // Rows have length 1, so the loss bends by no more than 1/2, and the ridge.
    const rate = 1 / (0.5 + RIDGE);
    const momentum = (1 - Math.sqrt(RIDGE * rate)) / (1 + Math.sqrt(RIDGE * rate));
    const { weights } = this;
    const ahead = Float64Array.from(weights);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const gradient = this.#gradient(ahead, rows, labels);
      let largest = 0;
      for (let at = 0; at < weights.length; at++) {
        const next = ahead[at]! - rate * gradient[at]!;
        ahead[at] = next + momentum * (next - weights[at]!);
        weights[at] = next;
        largest = Math.max(largest, Math.abs(gradient[at]!));
      }
      if (largest < TOLERANCE) return;
    }
  }

  #gradient(weights: Float64Array, rows: readonly Row[], labels: readonly number[]): Float64Array {
    const gradient = weights.map((weight) => RIDGE * weight);
    rows.forEach((row, index) => {
      const probabilities = this.#softmax(row, weights);
      probabilities[labels[index]!]! -= 1;
      const scale = row.value / rows.length;
      for (const word of row.words) {
        for (let k = 0; k < this.#classes; k++) {
          gradient[word * this.#classes + k]! += scale * probabilities[k]!;
        }
      }
    });
    return gradient;
  }

  #softmax({ words, value }: Row, weights: Float64Array): Float64Array {
    const scores = new Float64Array(this.#classes);
    for (const word of words) {
      for (let k = 0; k < this.#classes; k++) {
        scores[k]! += value * weights[word * this.#classes + k]!;
      }
    }
    const greatest = Math.max(...scores);
    const raised = scores.map((score) => Math.exp(score - greatest));
    const total = raised.reduce((sum, one) => sum + one, 0);
    return raised.map((one) => one / total);
  }

  predict(example: Example): number {
    const probabilities = this.#softmax(this.#row(example), this.weights);
    return probabilities.indexOf(Math.max(...probabilities));
  }

  /** Share of examples that it gets right. */
  accuracy(examples: readonly Example[]): number {
    const right = examples.filter((example) => this.predict(example) === example.label).length;
    return right / examples.length;
  }
}
