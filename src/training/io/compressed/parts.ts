// The tensors that stand for one weight, read and checked: shapes and types by what the scheme says.
import {
  wordsOf,
  zeroWordsOf,
  type Integers,
  type PackedValues,
} from '../../compress/packedValues';
import { reasonText, type ReasonCode, type ReasonFields } from '../../formats/reasons';
import { quantizedLayout, type QuantizedFormat } from '../../../gpu/kernels/matmul/quantize';
import { HuggingFaceError } from '../huggingface/config';
import type { WeightFiles } from '../huggingface/weightFiles';
import { decodeTensor, type SafetensorsDtype } from '../safetensors/safetensors';
import { joinChunks } from '../safetensors/safetensorsWriter';
import { spreadBitmask } from './bitmask';
import { packedSize, unpackInt32, type PackedAxis } from './int32';
import { weightOf } from './modules';
import type { Scheme } from './quantizationConfig';

export interface Parts {
  readonly files: WeightFiles;
  readonly module: string;
}

export type Matrix = readonly [rows: number, columns: number];

const FLOATS: readonly SafetensorsDtype[] = ['F32', 'F16', 'BF16'];

export function badPacked(
  module: string,
  reason: ReasonCode,
  fields: ReasonFields = {},
): HuggingFaceError {
  const text = `${module}: ${reasonText(reason, fields)}.`;
  return new HuggingFaceError('bad_packed', text, { ...fields, module, reason });
}

/** An entry of the module of these types and, where it is known, this shape. */
function entryOf(
  { files, module }: Parts,
  end: string,
  types: readonly SafetensorsDtype[],
  ...shapes: readonly (readonly number[])[]
) {
  const name = end === 'weight' ? weightOf(module) : `${module}.${end}`;
  if (!files.has(name)) throw badPacked(module, 'packed_lacks', { tensor: name });
  const entry = files.entry(name);
  const { dtype, shape } = entry;
  if (!types.includes(dtype)) {
    const fields = { tensor: name, got: dtype, expected: types.join(', ') };
    throw badPacked(module, 'packed_type', fields);
  }
  if (shapes.length > 0 && !shapes.some((wanted) => wanted.join() === shape.join())) {
    const fields = { tensor: name, got: shape.join('×'), expected: shapes[0]!.join('×') };
    throw badPacked(module, 'packed_shape', fields);
  }
  return entry;
}

async function valuesOf(
  parts: Parts,
  end: string,
  types: readonly SafetensorsDtype[],
  ...shapes: readonly (readonly number[])[]
) {
  const { name, dtype } = entryOf(parts, end, types, ...shapes);
  const pieces: Uint8Array[] = [];
  for await (const piece of parts.files.pieces(name)) pieces.push(piece);
  return decodeTensor(dtype, joinChunks(pieces));
}

async function sizeOf(parts: Parts, end: string): Promise<Matrix> {
  const [rows, columns] = Array.from(await valuesOf(parts, end, ['I64', 'I32'], [2]), Number);
  if (rows! > 0 && columns! > 0) return [rows!, columns!];
  const tensor = `${parts.module}.${end}`;
  const fields = { tensor, got: `${rows}, ${columns}`, expected: 'above 0' };
  throw badPacked(parts.module, 'packed_shape', fields);
}

const isSparse = ({ files, module }: Parts): boolean => files.has(`${module}.compressed`);

export const sparseShape = (parts: Parts): Promise<Matrix> => sizeOf(parts, 'shape');

/** [outputs, inputs] */
export async function packedShape(parts: Parts, { storage }: Scheme): Promise<Matrix> {
  if (storage === 'pack') return sizeOf(parts, 'weight_shape');
  if (isSparse(parts)) return sparseShape(parts);
  const { name, shape } = entryOf(parts, 'weight', ['I8']);
  if (shape.length === 2) return [shape[0]!, shape[1]!];
  const fields = { tensor: name, got: shape.join('×'), expected: '…×…' };
  throw badPacked(parts.module, 'packed_shape', fields);
}

async function spread<Values extends Float32Array | Int8Array>(
  parts: Parts,
  size: Matrix,
  whole: Values,
  types: readonly SafetensorsDtype[],
): Promise<Values> {
  const [rows, columns] = size;
  const values = (await valuesOf(parts, 'compressed', types)) as Values;
  const bitmask = await valuesOf(parts, 'bitmask', ['U8'], [rows, Math.ceil(columns / 8)]);
  const offsets = await valuesOf(parts, 'row_offsets', ['I64'], [rows], [rows, 1]);
  const read = {
    values,
    bitmask: bitmask as Uint8Array,
    offsets: Array.from(offsets, Number),
  };
  if (spreadBitmask(whole, read, size)) return whole;
  throw badPacked(parts.module, 'bitmask_values');
}

export const readSparse = (parts: Parts, size: Matrix): Promise<Float32Array<ArrayBuffer>> =>
  spread(parts, size, new Float32Array(size[0] * size[1]), FLOATS);

export async function readPacked(parts: Parts, scheme: Scheme): Promise<PackedValues> {
  const { bits, group, symmetric, storage, activations } = scheme;
  const size = await packedShape(parts, scheme);
  const [rows, cols] = size;
  // One scale for all, of 4 bits, stands for every row by itself.
  const isRepeated = bits === 4 && group < 0;
  const format: QuantizedFormat = {
    bits,
    rows,
    cols,
    group: isRepeated ? 0 : group,
    asymmetric: !symmetric,
  };
  const { groups } = quantizedLayout({ ...format, group });
  const shapes = group < 0 ? [[1], []] : group === 0 ? [[rows, 1], [rows]] : [[rows, groups]];
  const scales = (await valuesOf(parts, 'weight_scale', FLOATS, ...shapes)) as Float32Array;
  const integers =
    storage === 'pack'
      ? await unpacked(parts, 'weight_packed', { bits, size, axis: 1 })
      : await readBytes(parts, size);
  checkRange(parts, 'weight', integers, bits);
  const points = symmetric ? null : await readZeros(parts, scheme, [rows, groups], shapes);
  const spreadOut = (values: Float32Array | Integers): number[] =>
    isRepeated ? Array.from({ length: rows }, () => values[0]!) : [...values];
  return {
    format,
    activations,
    words: wordsOf(format, integers),
    scales: Float32Array.from(spreadOut(scales)),
    zeros: zeroWordsOf(format, points && Int8Array.from(spreadOut(points))),
  };
}

async function readZeros(
  parts: Parts,
  { bits, group, storage }: Scheme,
  size: Matrix,
  shapes: readonly (readonly number[])[],
): Promise<Integers> {
  if (storage === 'pack' && group >= 0)
    return unpacked(parts, 'weight_zero_point', { bits, size, axis: 0 });
  const points = (await valuesOf(parts, 'weight_zero_point', ['I8'], ...shapes)) as Integers;
  checkRange(parts, 'weight_zero_point', points, bits);
  return points;
}

async function readBytes(parts: Parts, size: Matrix): Promise<Integers> {
  if (isSparse(parts)) return spread(parts, size, new Int8Array(size[0] * size[1]), ['I8']);
  return (await valuesOf(parts, 'weight', ['I8'], size)) as Integers;
}

function checkRange({ module }: Parts, end: string, integers: Integers, bits: number): void {
  const [least, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  if (integers.every((value) => value >= least && value <= most)) return;
  throw badPacked(module, 'packed_range', { tensor: `${module}.${end}`, bits });
}

async function unpacked(parts: Parts, end: string, packed: PackedAxis): Promise<Integers> {
  const words = await valuesOf(parts, end, ['I32'], packedSize(packed));
  return unpackInt32(words as Int32Array, packed);
}
