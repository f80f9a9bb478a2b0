// pack_to_int32 of compressed-tensors and back: integers around zero, 32 / bits of them in a word, each plus
// 2^(bits − 1), the first in the low bits; what pads a word is 0.
import type { Integers } from '../../compress/packedValues';

export interface PackedAxis {
  readonly bits: 4 | 8;
  /** Of the integers. */
  readonly size: readonly [rows: number, columns: number];
  /** Which axis is packed: 1 of weights, 0 of zero points. */
  readonly axis: 0 | 1;
}

export function packedSize({ bits, size: [rows, columns], axis }: PackedAxis): [number, number] {
  const each = 32 / bits;
  return axis === 1 ? [rows, Math.ceil(columns / each)] : [Math.ceil(rows / each), columns];
}

/** Where the integer at (row, column) lies: its word, and its place in it. */
function placeOf(packed: PackedAxis, row: number, column: number): [word: number, slot: number] {
  const each = 32 / packed.bits;
  const [, line] = packedSize(packed);
  return packed.axis === 1
    ? [row * line + Math.floor(column / each), column % each]
    : [Math.floor(row / each) * line + column, row % each];
}

export function packInt32(integers: Integers, packed: PackedAxis): Int32Array<ArrayBuffer> {
  const { bits, size } = packed;
  const [rows, columns] = size;
  const [lines, line] = packedSize(packed);
  const words = new Int32Array(lines * line);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [word, slot] = placeOf(packed, row, column);
      words[word]! |= (integers[row * columns + column]! + 2 ** (bits - 1)) << (bits * slot);
    }
  }
  return words;
}

export function unpackInt32(words: Int32Array, packed: PackedAxis): Integers {
  const { bits, size } = packed;
  const [rows, columns] = size;
  const integers = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [word, slot] = placeOf(packed, row, column);
      const code = (words[word]! >>> (bits * slot)) & (2 ** bits - 1);
      integers[row * columns + column] = code - 2 ** (bits - 1);
    }
  }
  return integers;
}
