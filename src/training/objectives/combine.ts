// The objectives of a run together: one batch that holds what each reads, one loss that is their
// weighted sum, and a curve and a held-out score for each.
import { add, mul } from '../ops/binary';
import { reshape } from '../ops/layout/reshape';
import { slice } from '../ops/layout/slice';
import { scale } from '../ops/unary';
import type { BatchField, BatchShape, Objective, Score, Minimized } from '../run/objective';
import { batchLayout } from '../run/stepProgram';
import { sizeOf, type Tensor } from '../tensor';
import type { Draw, Part } from './part';

const fieldName = (part: Part, name: string): string => `${part.name}.${name}`;

/** What a batch counts for among those of its step, where batches differ in labeled places. */
const SHARE = 'share';

const isShared = ({ targets }: Part, batches: number): boolean =>
  batches > 1 && targets !== undefined;

function fieldsOf(parts: readonly Part[], shape: BatchShape, batches: number): BatchField[] {
  const shares = parts.filter((part) => isShared(part, batches));
  return [
    ...parts.flatMap((part) =>
      part.fields(shape).map((field) => ({ ...field, name: fieldName(part, field.name) })),
    ),
    ...shares.map((part): BatchField => ({
      name: fieldName(part, SHARE),
      shape: [],
      dtype: 'f32',
    })),
  ];
}

/** With its first element alone: losses come with the number of rows behind them. */
const scalar = (loss: Tensor): Tensor =>
  loss.shape.length === 0 ? loss : reshape(slice(loss, 0, 0, 1), []);

/**
 * `batches`: how many are added up for one update. Each part is then a mean over the labeled places
 * of them all, as in one large batch: the mean of a batch is weighted with its share of these places.
 */
export function combine(parts: readonly Part[], shape: BatchShape, batches = 1): Minimized {
  const objective: Objective = (inputs) => {
    const built = parts.map((part) => {
      const field = (name: string): Tensor => inputs.field(fieldName(part, name));
      const { loss, score, metrics } = part.build({ ...inputs, field });
      const weighted = isShared(part, batches) ? mul(scalar(loss), field(SHARE)) : loss;
      return { part, score, metrics, loss: weighted };
    });
    const scores: Record<string, Score> = {};
    for (const { part, score } of built) scores[part.name] = score;
    const [only] = built;
    const metrics = Object.assign({}, ...built.map((one) => one.metrics)) as Record<string, Tensor>;
    if (built.length === 1 && only!.part.weight === 1)
      return { loss: only!.loss, parts: metrics, scores };
    const losses = built.map(({ part, loss }) => [part, scalar(loss)] as const);
    return {
      loss: losses.map(([{ weight }, loss]) => scale(loss, weight)).reduce((a, b) => add(a, b)),
      parts: { ...Object.fromEntries(losses.map(([{ name }, loss]) => [name, loss])), ...metrics },
      scores,
    };
  };
  return { objective, fields: fieldsOf(parts, shape, batches) };
}

/** The memory of a part's field within a batch; of `batches` a step, as for `combine`. */
export function fieldFinder(parts: readonly Part[], shape: BatchShape, batches = 1) {
  const fields = fieldsOf(parts, shape, batches);
  const { starts, words } = batchLayout(fields);
  const places = new Map(
    fields.map(({ name, shape: extents }, index) => [
      name,
      { at: starts[index]!, size: sizeOf(extents) },
    ]),
  );
  const find = (batch: Int32Array, part: Part, name: string): Int32Array => {
    const { at, size } = places.get(fieldName(part, name))!;
    return batch.subarray(at, at + size);
  };
  return { words, find };
}

/** Writes the batches of a step one behind the other, each part reading what `drawOf` says. */
export function writeBatches(
  parts: readonly Part[],
  shape: BatchShape,
  batches: number,
  drawOf: (part: Part, batch: number) => Draw,
): Int32Array<ArrayBuffer> {
  const { words, find } = fieldFinder(parts, shape, batches);
  const all = new Int32Array(batches * words);
  const each = Array.from({ length: batches }, (_, index) =>
    all.subarray(index * words, (index + 1) * words),
  );
  for (const part of parts) {
    for (const [index, batch] of each.entries()) {
      part.fill(drawOf(part, index), shape, (name) => find(batch, part, name));
    }
    if (isShared(part, batches)) writeShares(part, each, find);
  }
  return all;
}

/** A step without any labeled place has shares of 0. */
function writeShares(
  part: Part,
  batches: readonly Int32Array[],
  find: (batch: Int32Array, part: Part, name: string) => Int32Array,
): void {
  const counts = batches.map((batch) => labeled(find(batch, part, part.targets!)));
  const mean = counts.reduce((sum, count) => sum + count, 0) / batches.length;
  for (const [index, batch] of batches.entries()) {
    const { buffer, byteOffset } = find(batch, part, SHARE);
    new Float32Array(buffer, byteOffset, 1)[0] = mean > 0 ? counts[index]! / mean : 0;
  }
}

const labeled = (targets: Int32Array): number =>
  targets.reduce((count, target) => count + Number(target >= 0), 0);

/** How many places of each row count: all, or those that have a target. */
export function countsOf(
  parts: readonly Part[],
  part: Part,
  shape: BatchShape,
  batch: Int32Array,
  places: number,
): number[] {
  const { targets } = part;
  const written = targets && fieldFinder(parts, shape).find(batch, part, targets);
  return Array.from({ length: shape.batch }, (_, row) =>
    written ? labeled(written.subarray(row * places, (row + 1) * places)) : places,
  );
}
