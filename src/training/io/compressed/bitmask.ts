// sparse-bitmask of compressed-tensors: the values of a matrix that are not 0, row by row, a bit for each
// place, and how many values stand before each row.
import type { TensorLayout, TensorToWrite } from '../safetensors/safetensorsWriter';

type Data = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int8Array<ArrayBuffer>;

type Matrix = readonly [rows: number, columns: number];

const maskBytes = ([rows, columns]: Matrix): number => rows * Math.ceil(columns / 8);

/** Names and sizes in the header count as well. */
const HEADER_BYTES = 256;

/** What a matrix with so many values left takes, in bytes. */
export const bitmaskBytes = (size: Matrix, remaining: number, elementBytes: number): number =>
  remaining * elementBytes + maskBytes(size) + 8 * size[0] + 16 + HEADER_BYTES;

/** Halves of −0 have bits: they stay, and so does the sign of every zero. */
const isZero = (data: Data, at: number): boolean =>
  data instanceof Float32Array ? Object.is(data[at], 0) : data[at] === 0;

export function remainingValues(data: Data): number {
  let remaining = 0;
  for (let at = 0; at < data.length; at++) if (!isZero(data, at)) remaining++;
  return remaining;
}

type End = 'compressed' | 'bitmask' | 'row_offsets' | 'shape';

/** Behind the module's name. */
export const bitmaskLayouts = (
  dtype: TensorLayout['dtype'],
  [rows, columns]: Matrix,
  remaining: number,
): readonly (readonly [End, TensorLayout])[] => [
  ['compressed', { dtype, shape: [remaining] }],
  ['bitmask', { dtype: 'U8', shape: [rows, Math.ceil(columns / 8)] }],
  ['row_offsets', { dtype: 'I64', shape: [rows] }],
  ['shape', { dtype: 'I64', shape: [2] }],
];

export function bitmaskData(
  data: Data,
  [rows, columns]: Matrix,
): Record<End, TensorToWrite['data']> {
  const compressed = data.slice(0, remainingValues(data));
  const line = Math.ceil(columns / 8);
  const bitmask = new Uint8Array(rows * line);
  const row_offsets = new BigInt64Array(rows);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    row_offsets[row] = BigInt(next);
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      if (isZero(data, at)) continue;
      bitmask[row * line + (column >>> 3)]! |= 1 << (column & 7);
      compressed[next++] = data[at]!;
    }
  }
  const shape = BigInt64Array.of(BigInt(rows), BigInt(columns));
  return { compressed, bitmask, row_offsets, shape };
}

export interface SparseParts<Values> {
  readonly values: Values;
  readonly bitmask: Uint8Array;
  readonly offsets: readonly number[];
}

/**
 * Into `whole`, which is 0 everywhere. False where bits, values and offsets do not belong together.
 */
export function spreadBitmask<Values extends Float32Array | Int8Array>(
  whole: Values,
  { values, bitmask, offsets }: SparseParts<Values>,
  [rows, columns]: Matrix,
): boolean {
  const line = Math.ceil(columns / 8);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    if (offsets[row] !== next) return false;
    for (let column = 0; column < 8 * line; column++) {
      if (((bitmask[row * line + (column >>> 3)]! >>> (column & 7)) & 1) === 0) continue;
      if (column >= columns || next >= values.length) return false;
      whole[row * columns + column] = values[next++]!;
    }
  }
  return next === values.length;
}
