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
import { shareError } from '../evaluate/statistics';
import { isRight } from './accuracy';
import { countsOf, fieldFinder } from './combine';
import type { Part } from './part';
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
}

/** Figures of each part, by name. */
export interface SetScore {
  readonly set: string;
  readonly parts: ReadonlyMap<string, HeldOut>;
}

interface Tally {
  readonly losses: number[];
  right: number;
  readonly predictions: Prediction[];
}

const emptyTally = (): Tally => ({ losses: [], right: 0, predictions: [] });

type Scored = Pick<RunObjective, 'parts' | 'watched' | 'evaluationShape'>;

type Score = (batch: Int32Array<ArrayBuffer>) => Promise<ReadonlyMap<string, ScoreValues>>;

export async function heldOut(
  { parts: learned, watched, evaluationShape: shape }: Scored,
  sets: readonly EvaluationSet[],
  score: Score,
): Promise<SetScore[]> {
  const parts = [...learned, ...watched];
  const results: SetScore[] = [];
  for (const { name: set, examples, examplesOf, batches } of sets) {
    const tallies = new Map(parts.map((part) => [part, emptyTally()]));
    for (const [index, batch] of batches.entries()) {
      const values = await score(batch);
      for (const [part, tally] of tallies) {
        const left = (examplesOf.get(part) ?? examples) - index * shape.batch;
        const rows = Math.max(0, Math.min(shape.batch, left));
        addRows(tally, { parts, part, shape, batch, rows }, values.get(part.name)!);
      }
    }
    results.push({
      set,
      parts: new Map(Array.from(tallies, ([part, tally]) => [part.name, figures(part, tally)])),
    });
  }
  return results;
}

interface Rows {
  readonly parts: readonly Part[];
  readonly part: Part;
  readonly shape: BatchShape;
  readonly batch: Int32Array;
  readonly rows: number;
}

function addRows(
  tally: Tally,
  { parts, part, shape, batch, rows }: Rows,
  { losses, gaps, logits }: ScoreValues,
): void {
  const labels = part.classifier && fieldFinder(parts, shape).find(batch, part, 'labels');
  const places = losses.length / shape.batch;
  const counts = countsOf(parts, part, shape, batch, places);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * places, (row + 1) * places];
    const sum = losses.subarray(from, to).reduce((total, loss) => total + loss, 0);
    tally.losses.push(sum / Math.max(1, counts[row]!));
    if (gaps && isRight(gaps.subarray(from, to))) tally.right += 1;
    if (!labels || !logits) continue;
    const classes = part.classifier!.labels.length;
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    tally.predictions.push(predictionOf(scores, labels[row]!));
  }
}

function figures(
  { hasAccuracy, classifier }: Part,
  { losses, right, predictions }: Tally,
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
    ...(classifier && { classes: classReport(classifier.labels, predictions) }),
  };
}

/** The last set is what the run is about; the rest, and single objectives, come as parts. */
export function evalPoint(
  parts: readonly Part[],
  scores: readonly SetScore[],
): {
  validationLoss: number;
  standardError: number;
  accuracy?: number;
  accuracyError?: number;
  examples?: number;
  classes?: ClassReport;
  parts?: Record<string, HeldOut>;
} {
  const main = scores.at(-1)!;
  let validationLoss = 0;
  let variance = 0;
  for (const { name, weight } of parts) {
    const { loss, standardError } = main.parts.get(name)!;
    validationLoss += weight * loss;
    variance += (weight * standardError) ** 2;
  }
  const others: Record<string, HeldOut> = {};
  for (const { set, parts: figuresOf } of scores) {
    for (const [name, figure] of figuresOf) {
      if (set === main.set && parts.length === 1 && name === parts[0]!.name) continue;
      const label = scores.length === 1 ? name : parts.length === 1 ? set : `${set}_${name}`;
      others[label] = figure;
    }
  }
  const { accuracy, accuracyError, examples, classes } = main.parts.get(parts[0]!.name)!;
  return {
    validationLoss,
    standardError: Math.sqrt(variance),
    ...(parts.length === 1 && accuracy !== undefined && { accuracy, accuracyError, examples }),
    ...(parts.length === 1 && classes && { classes }),
    ...(Object.keys(others).length > 0 && { parts: others }),
  };
}
