// A packed weight on the CPU, in the very words that kernels read: what a file keeps, so that it comes back
// as it ran. Rows are output channels, whatever way the float weight lies.
import { quantizedLayout, type QuantizedFormat } from '../../gpu/kernels/matmul/quantize';
import type { Weights } from '../parameters';
import type { Activations } from './quantized';

/** How a weight is packed, without its values. */
export interface PackedForm {
  readonly format: QuantizedFormat;
  readonly activations: Activations;
}

export interface PackedValues extends PackedForm {
  /** [rows, rowWords] */
  readonly words: Uint32Array<ArrayBuffer>;
  /** [rows, groups], or [1]; halves have none. */
  readonly scales: Float32Array<ArrayBuffer>;
  /** Eight nibbles a word, in the order of the scales; empty where the format is symmetric. */
  readonly zeros: Uint32Array<ArrayBuffer>;
}

/** Weights in the form in which they are executed. */
export interface StoredWeights {
  /** Floats of what is not packed, factors in place of what they are factors of. */
  readonly weights: Weights;
  readonly packed: ReadonlyMap<string, PackedValues>;
}

/** Integers of a packed weight around zero, [rows, cols]. */
export type Integers = Int8Array<ArrayBuffer>;

const OFFSET = 8;

const nibble = (words: Uint32Array, at: number): number =>
  (words[at >>> 3]! >>> (4 * (at & 7))) & 15;

function setNibble(words: Uint32Array, at: number, value: number): void {
  words[at >>> 3]! |= (value & 15) << (4 * (at & 7));
}

export function integersOf({ format, words }: Pick<PackedValues, 'format' | 'words'>): Integers {
  const { bits, rows, cols } = format;
  const { rowWords } = quantizedLayout(format);
  const integers = new Int8Array(rows * cols);
  const bytes = new Int8Array(words.buffer, words.byteOffset, 4 * words.length);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      integers[row * cols + col] =
        bits === 8
          ? bytes[4 * row * rowWords + col]!
          : nibble(words, 8 * row * rowWords + col) - OFFSET;
    }
  }
  return integers;
}

/** The inverse of `integersOf`: what pads a row is 0. */
export function wordsOf(format: QuantizedFormat, integers: Integers): Uint32Array<ArrayBuffer> {
  const { bits, rows, cols } = format;
  const { rowWords, words: count } = quantizedLayout(format);
  const words = new Uint32Array(count);
  const bytes = new Int8Array(words.buffer);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const value = integers[row * cols + col]!;
      if (bits === 8) bytes[4 * row * rowWords + col] = value;
      else setNibble(words, 8 * row * rowWords + col, value + OFFSET);
    }
  }
  return words;
}

/** Zero points around zero, [rows, groups]; null where the format is symmetric. */
export function zeroPointsOf({ format, zeros }: PackedValues): Integers | null {
  if (!format.asymmetric) return null;
  const { scales } = quantizedLayout(format);
  return Int8Array.from({ length: scales }, (_, at) => nibble(zeros, at) - OFFSET);
}

/** The inverse of `zeroPointsOf`. */
export function zeroWordsOf(
  format: QuantizedFormat,
  points: Integers | null,
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(quantizedLayout(format).zeroWords);
  points?.forEach((point, at) => setNibble(words, at, point + OFFSET));
  return words;
}

/** The floats that it stands for, as the parameter lies: [out, in] or, outputs last, [in, out]. */
export function floatsOf(packed: PackedValues, outputsFirst: boolean): Float32Array<ArrayBuffer> {
  const { format, scales } = packed;
  const { rows, cols } = format;
  const { groups, groupLength } = quantizedLayout(format);
  const integers = integersOf(packed);
  const points = zeroPointsOf(packed);
  const floats = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const group = row * groups + Math.floor(col / groupLength);
      const at = groups === 0 ? 0 : group;
      const value = (integers[row * cols + col]! - (points?.[at] ?? 0)) * scales[at]!;
      floats[outputsFirst ? row * cols + col : col * rows + row] = value;
    }
  }
  return floats;
}

/** Its first rows: a table of positions that is cut to a shorter window. */
export function firstRows(packed: PackedValues, rows: number): PackedValues {
  if (rows >= packed.format.rows) return packed;
  const format = { ...packed.format, rows };
  const { words, scales, zeroWords } = quantizedLayout(format);
  return {
    ...packed,
    format,
    words: packed.words.slice(0, words),
    scales: packed.scales.slice(0, scales),
    zeros: packed.zeros.slice(0, zeroWords),
  };
}
