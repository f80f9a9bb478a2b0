// Held-out figures of a run: for each set and objective the mean loss over examples with its standard
// error, and the share of examples that are right as a whole.
import type { BatchShape } from '../run/objective';
import type { ScoreValues } from '../run/trainerSetup';
import {
  classReport,
  predictionOf,
  type ClassReport,
  type Prediction,
} from '../evaluate/classReport';
import { pearson, spearman } from '../evaluate/benchmarkMetrics';
import { shareError } from '../evaluate/statistics';
import { isRegression } from '../data/examples/examples';
import { isRight } from './accuracy';
import { countsOf, fieldFinder } from './combine';
import type { LossTerm } from './lossTerm';
import type { EvaluationSet, RunObjective } from './runObjective';

export interface HeldOut {
  readonly loss: number;
  /** Of the mean over examples. */
  readonly standardError: number;
  /** Share of examples, where they can be right or wrong. */
  readonly accuracy?: number;
  /** Standard error of that share. */
  readonly accuracyError?: number;
  /** How many were read. */
  readonly examples?: number;
  /** Of a classifier. */
  readonly classes?: ClassReport;
  /** Of a regression: predicted against right. */
  readonly correlation?: Correlation;
}

export interface Correlation {
  readonly pearson: number;
  readonly spearman: number;
}

/** Figures of each term, by name. */
export interface SetScore {
  readonly set: string;
  readonly terms: ReadonlyMap<string, HeldOut>;
}

interface Tally {
  readonly losses: number[];
  right: number;
  readonly predictions: Prediction[];
  /** Of a regression. */
  readonly scores: { readonly predicted: number[]; readonly right: number[] };
}

const emptyTally = (): Tally => ({
  losses: [],
  right: 0,
  predictions: [],
  scores: { predicted: [], right: [] },
});

type Scored = Pick<RunObjective, 'terms' | 'watched' | 'evaluationShape'>;

type Score = (batch: Int32Array<ArrayBuffer>) => Promise<ReadonlyMap<string, ScoreValues>>;

export async function heldOut(
  { terms: learned, watched, evaluationShape: shape }: Scored,
  sets: readonly EvaluationSet[],
  score: Score,
): Promise<SetScore[]> {
  const terms = [...learned, ...watched];
  const results: SetScore[] = [];
  for (const { name: set, examples, examplesOf, batches, counted } of sets) {
    const tallies = new Map(
      terms.filter((term) => counted.has(term)).map((term) => [term, emptyTally()]),
    );
    for (const [index, batch] of batches.entries()) {
      const values = await score(batch);
      for (const [term, tally] of tallies) {
        const left = (examplesOf.get(term) ?? examples) - index * shape.batch;
        const rows = Math.max(0, Math.min(shape.batch, left));
        addRows(tally, { terms, term, shape, batch, rows }, values.get(term.name)!);
      }
    }
    results.push({
      set,
      terms: new Map(Array.from(tallies, ([term, tally]) => [term.name, figures(term, tally)])),
    });
  }
  return results;
}

interface Rows {
  readonly terms: readonly LossTerm[];
  readonly term: LossTerm;
  readonly shape: BatchShape;
  readonly batch: Int32Array;
  readonly rows: number;
}

function addRows(
  tally: Tally,
  { terms, term, shape, batch, rows }: Rows,
  { losses, gaps, logits }: ScoreValues,
): void {
  const labels = term.classifier && fieldFinder(terms, shape).find(batch, term, 'labels');
  const isScore = term.classifier !== undefined && isRegression(term.classifier);
  const positions = losses.length / shape.batch;
  const counts = countsOf(terms, term, shape, batch, positions);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * positions, (row + 1) * positions];
    const sum = losses.subarray(from, to).reduce((total, loss) => total + loss, 0);
    tally.losses.push(sum / Math.max(1, counts[row]!));
    if (gaps && isRight(gaps.subarray(from, to))) tally.right += 1;
    if (!labels || !logits) continue;
    if (isScore) {
      tally.scores.predicted.push(logits[row]!);
      tally.scores.right.push(floatOf(labels[row]!));
      continue;
    }
    const classes = term.classifier!.labels.length;
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    tally.predictions.push(predictionOf(scores, labels[row]!));
  }
}

const floatOf = (bits: number): number => new Float32Array(Int32Array.of(bits).buffer)[0]!;

const correlationOf = ({ predicted, right }: Tally['scores']): Correlation => ({
  pearson: pearson(predicted, right),
  spearman: spearman(predicted, right),
});

function figures(
  { hasAccuracy, classifier }: LossTerm,
  { losses, right, predictions, scores }: Tally,
): HeldOut {
  const count = losses.length;
  const loss = losses.reduce((sum, one) => sum + one, 0) / count;
  const variance = losses.reduce((sum, one) => sum + (one - loss) ** 2, 0) / Math.max(1, count - 1);
  const standardError = Math.sqrt(variance / count);
  return {
    loss,
    standardError,
    ...(hasAccuracy && {
      accuracy: right / count,
      accuracyError: shareError(right / count, count),
      examples: count,
    }),
    ...(classifier && isRegression(classifier)
      ? { examples: count, correlation: correlationOf(scores) }
      : classifier && { classes: classReport(classifier.labels, predictions) }),
  };
}

/** The last set is what the run is about; the rest, and single objectives, come as parts. */
export function evalPoint(
  terms: readonly LossTerm[],
  scores: readonly SetScore[],
): {
  validationLoss: number;
  standardError: number;
  accuracy?: number;
  accuracyError?: number;
  examples?: number;
  classes?: ClassReport;
  correlation?: Correlation;
  parts?: Record<string, HeldOut>;
} {
  const main = scores.at(-1)!;
  let validationLoss = 0;
  let variance = 0;
  for (const { name, weight } of terms) {
    const { loss, standardError } = main.terms.get(name)!;
    validationLoss += weight * loss;
    variance += (weight * standardError) ** 2;
  }
  const others: Record<string, HeldOut> = {};
  // What has a text of its own is measured beside the last set alone.
  const shared = [...scores[0]!.terms.keys()].filter((name) => main.terms.has(name));
  const isSharedAlone = terms.filter(({ name }) => shared.includes(name)).length === 1;
  for (const { set, terms: figuresOf } of scores) {
    for (const [name, figure] of figuresOf) {
      if (set === main.set && terms.length === 1 && name === terms[0]!.name) continue;
      const isOwn = scores.length === 1 || !shared.includes(name);
      const label = isOwn ? name : isSharedAlone ? set : `${set}_${name}`;
      others[label] = figure;
    }
  }
  const { accuracy, accuracyError, examples, classes, correlation } = main.terms.get(
    terms[0]!.name,
  )!;
  return {
    validationLoss,
    standardError: Math.sqrt(variance),
    ...(terms.length === 1 && accuracy !== undefined && { accuracy, accuracyError, examples }),
    ...(terms.length === 1 && classes && { classes }),
    ...(terms.length === 1 && correlation && { correlation, examples }),
    ...(Object.keys(others).length > 0 && { parts: others }),
  };
}
