// The objectives of a run together: one batch that holds what each reads, one loss that is their
// weighted sum, and a curve and a held-out score for each.
import { add } from '../ops/binary';
import { reshape } from '../ops/reshape';
import { slice } from '../ops/slice';
import { scale } from '../ops/unary';
import type { BatchField, BatchShape, Objective, Score } from '../run/objective';
import { batchLayout, type Minimised } from '../run/stepProgram';
import { sizeOf, type Tensor } from '../tensor';
import type { Draw, Part } from './part';

const fieldName = (part: Part, name: string): string => `${part.name}.${name}`;

function fieldsOf(parts: readonly Part[], shape: BatchShape): BatchField[] {
  return parts.flatMap((part) =>
    part.fields(shape).map((field) => ({ ...field, name: fieldName(part, field.name) })),
  );
}

/** With its first element alone: losses come with the number of rows behind them. */
const scalar = (loss: Tensor): Tensor =>
  loss.shape.length === 0 ? loss : reshape(slice(loss, 0, 0, 1), []);

export function combine(parts: readonly Part[], shape: BatchShape): Minimised {
  const objective: Objective = (inputs) => {
    const built = parts.map((part) => ({
      part,
      ...part.build({ ...inputs, field: (name) => inputs.field(fieldName(part, name)) }),
    }));
    const scores: Record<string, Score> = {};
    for (const { part, score } of built) scores[part.name] = score;
    const [only] = built;
    if (built.length === 1 && only!.part.weight === 1) return { loss: only!.loss, scores };
    const losses = built.map(({ part, loss }) => [part, scalar(loss)] as const);
    return {
      loss: losses.map(([{ weight }, loss]) => scale(loss, weight)).reduce((a, b) => add(a, b)),
      parts: Object.fromEntries(losses.map(([{ name }, loss]) => [name, loss])),
      scores,
    };
  };
  return { objective, fields: fieldsOf(parts, shape) };
}

/** The memory of a part's field within a batch. */
export function fieldFinder(parts: readonly Part[], shape: BatchShape) {
  const fields = fieldsOf(parts, shape);
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

/** Writes batches one behind the other, each part reading what `drawOf` says. */
export function writeBatches(
  parts: readonly Part[],
  shape: BatchShape,
  count: number,
  drawOf: (part: Part, batch: number) => Draw,
): Int32Array<ArrayBuffer> {
  const { words, find } = fieldFinder(parts, shape);
  const all = new Int32Array(count * words);
  for (let index = 0; index < count; index++) {
    const batch = all.subarray(index * words, (index + 1) * words);
    for (const part of parts) {
      part.fill(drawOf(part, index), shape, (name) => find(batch, part, name));
    }
  }
  return all;
}

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
    written
      ? written.subarray(row * places, (row + 1) * places).filter((id) => id >= 0).length
      : places,
  );
}
