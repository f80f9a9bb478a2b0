// The objectives of a run together: one batch that holds what each reads, one loss that is their
// weighted sum, and a curve and a held-out score for each.
import { add, mul } from '../ops/binary';
import { reshape } from '../ops/layout/reshape';
import { slice } from '../ops/layout/slice';
import { scale } from '../ops/unary';
import type { BatchField, BatchShape, Objective, Score, Minimized } from '../run/objective';
import { batchLayout } from '../run/stepProgram';
import { sizeOf, type Tensor } from '../tensor';
import type { Draw, LossTerm } from './lossTerm';

const fieldName = (term: LossTerm, name: string): string => `${term.name}.${name}`;

/** What a batch counts for among those of its step, where batches differ in labeled positions. */
const SHARE = 'share';

const isShared = ({ targets }: LossTerm, batches: number): boolean =>
  batches > 1 && targets !== undefined;

function fieldsOf(terms: readonly LossTerm[], shape: BatchShape, batches: number): BatchField[] {
  const shares = terms.filter((term) => isShared(term, batches));
  return [
    ...terms.flatMap((term) =>
      term.fields(shape).map((field) => ({ ...field, name: fieldName(term, field.name) })),
    ),
    ...shares.map((term): BatchField => ({
      name: fieldName(term, SHARE),
      shape: [],
      dtype: 'f32',
    })),
  ];
}

/** With its first element alone: losses come with the number of rows behind them. */
const scalar = (loss: Tensor): Tensor =>
  loss.shape.length === 0 ? loss : reshape(slice(loss, 0, 0, 1), []);

/**
 * `batches`: how many are added up for one update. Each term is then a mean over the labeled positions
 * of them all, as in one large batch: the mean of a batch is weighted with its share of these positions.
 */
export function combine(terms: readonly LossTerm[], shape: BatchShape, batches = 1): Minimized {
  const objective: Objective = (inputs) => {
    const built = terms.map((term) => {
      const field = (name: string): Tensor => inputs.field(fieldName(term, name));
      const { loss, score } = term.build({ ...inputs, field });
      const weighted = isShared(term, batches) ? mul(scalar(loss), field(SHARE)) : loss;
      return { term, score, loss: weighted };
    });
    const scores: Record<string, Score> = {};
    for (const { term, score } of built) scores[term.name] = score;
    const [only] = built;
    if (built.length === 1 && only!.term.weight === 1) return { loss: only!.loss, scores };
    const losses = built.map(({ term, loss }) => [term, scalar(loss)] as const);
    return {
      loss: losses.map(([{ weight }, loss]) => scale(loss, weight)).reduce((a, b) => add(a, b)),
      terms: Object.fromEntries(losses.map(([{ name }, loss]) => [name, loss])),
      scores,
    };
  };
  return { objective, fields: fieldsOf(terms, shape, batches) };
}

/** The memory of a term's field within a batch; of `batches` a step, as for `combine`. */
export function fieldFinder(terms: readonly LossTerm[], shape: BatchShape, batches = 1) {
  const fields = fieldsOf(terms, shape, batches);
  const { starts, words } = batchLayout(fields);
  const positions = new Map(
    fields.map(({ name, shape: extents }, index) => [
      name,
      { at: starts[index]!, size: sizeOf(extents) },
    ]),
  );
  const find = (batch: Int32Array, term: LossTerm, name: string): Int32Array => {
    const { at, size } = positions.get(fieldName(term, name))!;
    return batch.subarray(at, at + size);
  };
  return { words, find };
}

/** Writes the batches of a step one behind the other, each term reading what `drawOf` says. */
export function writeBatches(
  terms: readonly LossTerm[],
  shape: BatchShape,
  batches: number,
  drawOf: (term: LossTerm, batch: number) => Draw,
): Int32Array<ArrayBuffer> {
  const { words, find } = fieldFinder(terms, shape, batches);
  const all = new Int32Array(batches * words);
  const each = Array.from({ length: batches }, (_, index) =>
    all.subarray(index * words, (index + 1) * words),
  );
  for (const term of terms) {
    for (const [index, batch] of each.entries()) {
      term.fill(drawOf(term, index), shape, (name) => find(batch, term, name));
    }
    if (isShared(term, batches)) writeShares(term, each, find);
  }
  return all;
}

/** A step without any labeled place has shares of 0. */
function writeShares(
  term: LossTerm,
  batches: readonly Int32Array[],
  find: (batch: Int32Array, term: LossTerm, name: string) => Int32Array,
): void {
  const counts = batches.map((batch) => labeled(find(batch, term, term.targets!)));
  const mean = counts.reduce((sum, count) => sum + count, 0) / batches.length;
  for (const [index, batch] of batches.entries()) {
    const { buffer, byteOffset } = find(batch, term, SHARE);
    new Float32Array(buffer, byteOffset, 1)[0] = mean > 0 ? counts[index]! / mean : 0;
  }
}

const labeled = (targets: Int32Array): number =>
  targets.reduce((count, target) => count + Number(target >= 0), 0);

/** How many positions of each row count: all, or those that have a target. */
export function countsOf(
  terms: readonly LossTerm[],
  term: LossTerm,
  shape: BatchShape,
  batch: Int32Array,
  positions: number,
): number[] {
  const { targets } = term;
  const written = targets && fieldFinder(terms, shape).find(batch, term, targets);
  return Array.from({ length: shape.batch }, (_, row) =>
    written ? labeled(written.subarray(row * positions, (row + 1) * positions)) : positions,
  );
}
