// What a compared model's predictions of held-out examples say of it, held against the reference's where
// both predict the same places.
import { QualityMeter } from '../../../../training/evaluate/quality';
import { macroF1 } from '../../../../training/evaluate/classReport';
import { meanOf, shareError, standardErrorOf } from '../../../../training/evaluate/statistics';
import type { Predicted } from '../../../../training/evaluate/termReader';
import type { LossTerm } from '../../../../training/objectives/lossTerm';
import type { PositionText, TaskFigures, VariantRow } from '../../../protocol/compare';
import type { ObjectiveComparable } from './comparable';

/** Positions that the page shows one by one. */
const SHOWN_POSITIONS = 64;

export type Predictions = Pick<VariantRow, 'quality' | 'positions'> & {
  readonly task: TaskFigures;
};

/** A meter over all windows or examples; of those nothing is counted in bytes. */
export function meterOf(
  predicted: readonly Predicted[],
  reference: readonly Predicted[],
  bytesPerToken = 1,
): QualityMeter {
  const { targets, logits } = predicted.find(({ targets: { length } }) => length > 0)!;
  const meter = new QualityMeter(logits.length / targets.length, bytesPerToken);
  for (const [i, own] of predicted.entries())
    meter.add(own.targets, own.logits, reference[i]!.logits);
  return meter;
}

/** Without a reference only what is right is counted. */
export function evaluatePredictions(
  { tokenizer }: Pick<ObjectiveComparable, 'tokenizer'>,
  term: LossTerm,
  predicted: readonly Predicted[],
  reference: readonly Predicted[] | null,
): Predictions {
  const meter = meterOf(predicted, reference ?? predicted);
  const task = taskOf(term, predicted, meter);
  if (!reference) return { quality: null, task, positions: [] };
  const labels = term.classifier?.labels;
  const text = (id: number): string => labels?.[id] ?? tokenizer.tokenText(id);
  const positions = meter.positions
    .slice(0, SHOWN_POSITIONS)
    .map(({ target, top, referenceTop, ...figures }): PositionText => ({
      ...figures,
      token: text(target),
      top: text(top),
      referenceTop: text(referenceTop),
    }));
  return { quality: meter.figures(), task, positions };
}

function taskOf(term: LossTerm, predicted: readonly Predicted[], meter: QualityMeter): TaskFigures {
  const { positions } = meter;
  const right = positions.map(({ target, top }) => Number(target === top));
  const accuracy = meanOf(right);
  let from = 0;
  const shares = predicted.map(({ targets: { length } }) =>
    meanOf(right.slice(from, (from += length))),
  );
  const isWhole = term.hasAccuracy === true && !term.classifier;
  const exact = shares.filter((share) => share === 1).length / shares.length;
  return {
    accuracy,
    // Places of one example are not independent.
    accuracyError: standardErrorOf(shares),
    positions: positions.length,
    macroF1: term.classifier ? macroF1(confusionOf(term.classifier.labels, positions)) : null,
    exact: isWhole ? exact : null,
    answers: null,
    exactError: isWhole ? shareError(exact, shares.length) : null,
  };
}

/** [label][predicted], counts. */
function confusionOf(
  labels: readonly string[],
  positions: QualityMeter['positions'],
): readonly (readonly number[])[] {
  const counts = labels.map(() => labels.map(() => 0));
  for (const { target, top } of positions) counts[target]![top]! += 1;
  return counts;
}
