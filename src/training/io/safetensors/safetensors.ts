// Reads safetensors by the reference's rules (huggingface/safetensors, tensor.rs): 8 bytes of
// header length, a JSON header, data that the tensors cover exactly, in order, without hole or
// overlap. Nothing is copied or allocated until a tensor's values are asked for.
import { f16ToFloat32, f8ToFloat32, bf16ToFloat32 } from './floats';
import { parseHeaderJson, type HeaderObject, type HeaderValue } from './headerJson';
import { SafetensorsError } from './safetensorsError';

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;
const MAX_U64 = 2n ** 64n - 1n;

/** Size of an element. The order is the reference's: it decides how a file is laid out. */
export const DTYPE_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  F64: 8,
  I64: 8,
  U64: 8,
} as const;

export type SafetensorsDtype = keyof typeof DTYPE_BYTES;

/** One tensor of a header; `begin` and `end` count from the first byte after the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** Where the data begins in the file: 8 + header length. */
  readonly dataOffset: number;
  readonly fileBytes: number;
  /** In the order of their data. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * How many bytes from the start hold the length and the header, told by the first 8.
 * @throws SafetensorsError header_too_small | header_too_large | header_past_end
 */
export function headerSpan(first: Uint8Array, fileBytes: number): number {
  if (fileBytes < LENGTH_BYTES || first.length < LENGTH_BYTES) {
    throw new SafetensorsError(
      'header_too_small',
      `A safetensors file has at least 8 bytes; this one has ${fileBytes}.`,
      { fileBytes },
    );
  }
  const view = new DataView(first.buffer, first.byteOffset, LENGTH_BYTES);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new SafetensorsError(
      'header_too_large',
      `The header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed.`,
      { headerBytes: length },
    );
  }
  if (LENGTH_BYTES + length > fileBytes) {
    throw new SafetensorsError(
      'header_past_end',
      `The header claims ${length} bytes, but the file has ${fileBytes} in all.`,
      { headerBytes: length, fileBytes },
    );
  }
  return LENGTH_BYTES + length;
}

/** Parses and validates a header from the first bytes of a file; at least `headerSpan` of them. */
export function parseHeader(bytes: Uint8Array, fileBytes = bytes.length): SafetensorsHeader {
  const dataOffset = headerSpan(bytes, fileBytes);
  if (bytes.length < dataOffset) {
    throw new RangeError(`parseHeader needs the first ${dataOffset} bytes, got ${bytes.length}.`);
  }
  const root = parseHeaderJson(decodeHeader(bytes.subarray(LENGTH_BYTES, dataOffset)));
  if (!(root instanceof Map)) throw notObject();
  const entries: TensorEntry[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, value] of root as HeaderObject) {
    if (name === '__metadata__') metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(entries, fileBytes - dataOffset);
  return {
    dataOffset,
    fileBytes,
    tensors: new Map(entries.map((entry) => [entry.name, entry])),
    metadata,
  };
}

function decodeHeader(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) throw notObject();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SafetensorsError('header_not_utf8', 'The header is not valid UTF-8.');
  }
}

const notObject = (): SafetensorsError =>
  new SafetensorsError('header_not_object', 'The header does not begin with "{".');

function readMetadata(value: HeaderValue): ReadonlyMap<string, string> {
  if (value === null) return new Map();
  const sound = value instanceof Map && [...value.values()].every((v) => typeof v === 'string');
  if (!sound) {
    throw new SafetensorsError('bad_metadata', '__metadata__ may hold strings only.');
  }
  return value as ReadonlyMap<string, string>;
}

function readEntry(name: string, value: HeaderValue): TensorEntry {
  const bad = (what: string): SafetensorsError =>
    new SafetensorsError('bad_tensor_entry', `Tensor "${name}": ${what}.`, { tensor: name });
  if (!(value instanceof Map)) throw bad('its entry is not an object');
  const entry = value as HeaderObject;
  const dtype = entry.get('dtype');
  const shape = entry.get('shape');
  const offsets = entry.get('data_offsets');
  if (typeof dtype !== 'string') throw bad('dtype is missing or not a string');
  if (!Object.hasOwn(DTYPE_BYTES, dtype)) {
    throw new SafetensorsError(
      'unknown_dtype',
      `Tensor "${name}" has the unknown dtype ${dtype}.`,
      {
        tensor: name,
        dtype,
      },
    );
  }
  if (!Array.isArray(shape) || !shape.every(isU64)) {
    throw bad('shape is not a list of whole numbers');
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isU64)) {
    throw bad('data_offsets are not two whole numbers');
  }
  const [begin, end] = offsets as [bigint, bigint];
  if (begin > end) {
    throw new SafetensorsError('begin_after_end', `Tensor "${name}" ends before it begins.`, {
      tensor: name,
    });
  }
  const known = dtype as SafetensorsDtype;
  checkSize(name, known, shape as bigint[], end - begin);
  return { name, dtype: known, shape: shape.map(Number), begin: Number(begin), end: Number(end) };
}

const isU64 = (value: HeaderValue): value is bigint =>
  typeof value === 'bigint' && value >= 0n && value <= MAX_U64;

function checkSize(name: string, dtype: SafetensorsDtype, shape: bigint[], span: bigint): void {
  let product = 1n;
  let exact = true;
  for (const dim of shape) {
    product *= dim;
    exact &&= dim <= BigInt(Number.MAX_SAFE_INTEGER);
    // At every step, as the reference does: a zero that comes later does not undo an overflow.
    if (product > MAX_U64) exact = false;
    if (!exact) break;
  }
  const bytes = product * BigInt(DTYPE_BYTES[dtype]);
  if (!exact || bytes > MAX_U64) {
    throw new SafetensorsError('shape_overflow', `Tensor "${name}" has an impossible shape.`, {
      tensor: name,
    });
  }
  if (bytes !== span) {
    throw new SafetensorsError(
      'size_mismatch',
      `Tensor "${name}" [${shape.join(', ')}] ${dtype} needs ${bytes} bytes, its offsets span ${span}.`,
      { tensor: name },
    );
  }
}

/** The tensors, in order of their offsets, must cover the data exactly. */
function checkCoverage(entries: readonly TensorEntry[], dataBytes: number): void {
  let reached = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== reached) {
      const code = begin > reached ? 'hole' : 'overlap';
      throw new SafetensorsError(
        code,
        `Tensor "${name}" begins at byte ${begin} of the data, the one before ends at ${reached}.`,
        { tensor: name, begin, expected: reached },
      );
    }
    reached = end;
    if (reached > dataBytes) {
      throw new SafetensorsError(
        'offset_past_end',
        `Tensor "${name}" ends at byte ${end} of the data, of which there are ${dataBytes}.`,
        { tensor: name, end, dataBytes },
      );
    }
  }
  if (reached !== dataBytes) {
    throw new SafetensorsError(
      'trailing_data',
      `${dataBytes - reached} bytes follow the last tensor.`,
      { dataBytes, reached },
    );
  }
}

/** A whole file in memory. Views are lazy: a tensor is converted when it is asked for. */
export class SafetensorsFile {
  readonly header: SafetensorsHeader;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** @throws SafetensorsError */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.header = parseHeader(bytes);
  }

  get names(): string[] {
    return [...this.header.tensors.keys()];
  }

  has(name: string): boolean {
    return this.header.tensors.has(name);
  }

  entry(name: string): TensorEntry {
    const entry = this.header.tensors.get(name);
    if (!entry) {
      throw new SafetensorsError('no_such_tensor', `There is no tensor "${name}".`, {
        tensor: name,
      });
    }
    return entry;
  }

  /** The tensor's own bytes, not copied. */
  bytes(name: string): Uint8Array<ArrayBuffer> {
    const { begin, end } = this.entry(name);
    const { dataOffset } = this.header;
    return this.#bytes.subarray(dataOffset + begin, dataOffset + end);
  }

  /** As float32: exact for F32, F16, BF16, F8 and small integers; F64 and wide integers round. */
  floats(name: string): Float32Array<ArrayBuffer> {
    return decodeFloats(this.entry(name).dtype, this.bytes(name));
  }

  /** As int32. @throws SafetensorsError value_out_of_range for a value that int32 can't hold. */
  ints(name: string): Int32Array<ArrayBuffer> {
    const values = decodeTensor(this.entry(name).dtype, this.bytes(name));
    const ints = new Int32Array(values.length);
    for (let i = 0; i < ints.length; i++) {
      const value = Number(values[i]!);
      ints[i] = value;
      if (ints[i] !== value) {
        throw new SafetensorsError(
          'value_out_of_range',
          `Tensor "${name}" holds ${value}, which is no 32-bit integer.`,
          { tensor: name },
        );
      }
    }
    return ints;
  }
}

export type TensorValues =
  | Float64Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** The values in the array type that holds the dtype exactly (short floats as float32). */
export function decodeTensor(
  dtype: SafetensorsDtype,
  bytes: Uint8Array<ArrayBuffer>,
): TensorValues {
  // Tensors may lie at any offset; typed arrays may not. Every engine that WebGPU runs on is
  // little-endian, as the format is.
  const unit = DTYPE_BYTES[dtype];
  const aligned = bytes.byteOffset % unit === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned;
  const length = aligned.byteLength / unit;
  switch (dtype) {
    case 'F64':
      return new Float64Array(buffer, byteOffset, length);
    case 'F32':
      return new Float32Array(buffer, byteOffset, length);
    case 'F16':
      return f16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case 'BF16':
      return bf16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case 'F8_E4M3':
    case 'F8_E5M2':
      return f8ToFloat32(aligned, dtype);
    case 'I64':
      return new BigInt64Array(buffer, byteOffset, length);
    case 'U64':
      return new BigUint64Array(buffer, byteOffset, length);
    case 'I32':
      return new Int32Array(buffer, byteOffset, length);
    case 'U32':
      return new Uint32Array(buffer, byteOffset, length);
    case 'I16':
      return new Int16Array(buffer, byteOffset, length);
    case 'U16':
      return new Uint16Array(buffer, byteOffset, length);
    case 'I8':
      return new Int8Array(buffer, byteOffset, length);
    case 'U8':
    case 'BOOL':
      return aligned;
  }
}

/** As `SafetensorsFile.floats` does. */
export function decodeFloats(
  dtype: SafetensorsDtype,
  bytes: Uint8Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const values = decodeTensor(dtype, bytes);
  if (values instanceof Float32Array) return values;
  const floats = new Float32Array(values.length);
  for (let i = 0; i < floats.length; i++) floats[i] = Number(values[i]!);
  return floats;
}
