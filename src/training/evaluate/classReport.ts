// How a classifier does on held-out examples: its confusion matrix, F1, and its most confident errors.

export interface Prediction {
  readonly label: number;
  readonly predicted: number;
  /** That the classifier gives to what it predicts. */
  readonly probability: number;
}

export interface Mistake extends Prediction {
  /** Of the held-out example. */
  readonly index: number;
}

export interface ClassReport {
  readonly labels: readonly string[];
  /** [label][predicted], counts. */
  readonly confusion: readonly (readonly number[])[];
  /** Mean over the classes that occur or were predicted. */
  readonly macroF1: number;
  /** The most confident first. */
  readonly mistakes: readonly Mistake[];
}

const MOST_MISTAKES = 8;

export function predictionOf(logits: Float32Array, label: number): Prediction {
  const greatest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0);
  return { label, predicted: logits.indexOf(greatest), probability: 1 / total };
}

export function classReport(
  labels: readonly string[],
  predictions: readonly Prediction[],
): ClassReport {
  const confusion = labels.map(() => labels.map(() => 0));
  for (const { label, predicted } of predictions) confusion[label]![predicted]! += 1;
  const mistakes = predictions
    .map((prediction, index) => ({ ...prediction, index }))
    .filter(({ label, predicted }) => label !== predicted)
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, MOST_MISTAKES);
  return { labels, confusion, macroF1: macroF1(confusion), mistakes };
}

export function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.flatMap((row, k) => {
    const right = row[k]!;
    const real = row.reduce((sum, count) => sum + count, 0);
    const predicted = confusion.reduce((sum, other) => sum + other[k]!, 0);
    return real + predicted === 0 ? [] : [(2 * right) / (real + predicted)];
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
}
