// What a pruned tensor takes on disk. `bitmask`: one bit a weight and the kept values. `n_of_m`: of
// every four neighbors the two kept values, and two bits for the place of each.
import { BenchtopError } from '../../gpu/errors';
import { inMask, countInMask, type PruneMask } from './prune';

export interface SparseTensor {
  readonly form: 'bitmask' | 'two_of_four';
  /** Elements of the whole tensor. */
  readonly count: number;
  /** bitmask: one bit a weight; two_of_four: four bits for each group of four. */
  readonly indices: Uint8Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

export const sparseBytes = ({ indices, values }: SparseTensor): number =>
  indices.byteLength + values.byteLength;

export function toBitmask(tensor: Float32Array, mask: PruneMask): SparseTensor {
  const count = tensor.length;
  const indices = new Uint8Array(Math.ceil(count / 8));
  const values = new Float32Array(countInMask(mask, count));
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (!inMask(mask, i)) continue;
    indices[i >>> 3]! |= 1 << (i & 7);
    values[next++] = tensor[i]!;
  }
  return { form: 'bitmask', count, indices, values };
}

/**
 * `tensor` in the order in which its groups of four were pruned: [outputs, inputs].
 * @throws BenchtopError not_two_of_four
 */
export function toTwoOfFour(tensor: Float32Array): SparseTensor {
  const count = tensor.length;
  const groups = Math.ceil(count / 4);
  const indices = new Uint8Array(Math.ceil(groups / 2));
  const values = new Float32Array(2 * groups);
  for (let group = 0; group < groups; group++) {
    const nonZero = [0, 1, 2, 3].filter((j) => (tensor[4 * group + j] ?? 0) !== 0);
    if (nonZero.length > 2) {
      throw new BenchtopError(
        'not_two_of_four',
        `Weights ${4 * group} to ${4 * group + 3} keep ${nonZero.length} values; two may stay.`,
        { group, nonZero: nonZero.length },
      );
    }
    // Fewer than two: zeros fill up, at places of their own.
    for (let j = 0; nonZero.length < 2; j++) if (!nonZero.includes(j)) nonZero.push(j);
    nonZero.sort((a, b) => a - b);
    const code = nonZero[0]! | (nonZero[1]! << 2);
    indices[group >>> 1]! |= code << (4 * (group & 1));
    nonZero.forEach((j, slot) => (values[2 * group + slot] = tensor[4 * group + j] ?? 0));
  }
  return { form: 'two_of_four', count, indices, values };
}

export function fromSparse({
  form,
  count,
  indices,
  values,
}: SparseTensor): Float32Array<ArrayBuffer> {
  const tensor = new Float32Array(count);
  if (form === 'bitmask') {
    let next = 0;
    for (let i = 0; i < count; i++) {
      if ((indices[i >>> 3]! >>> (i & 7)) & 1) tensor[i] = values[next++]!;
    }
    return tensor;
  }
  for (let slot = 0; slot < values.length; slot++) {
    const group = slot >>> 1;
    const code = indices[group >>> 1]! >>> (4 * (group & 1));
    const i = 4 * group + ((code >>> (2 * (slot & 1))) & 3);
    if (i < count) tensor[i] = values[slot]!;
  }
  return tensor;
}
