// Writes safetensors byte for byte as the reference's `serialize` does: widest dtype first, then
// by name, header padded with spaces to 8 bytes. One set of tensors always gives one file.
import { float32ToBf16, float32ToF16 } from './floats';
import { DTYPE_BYTES, type SafetensorsDtype } from './safetensors';
import { SafetensorsError } from './safetensorsError';

export interface TensorToWrite {
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** Raw little-endian row-major bytes. */
  readonly data: ArrayBufferView<ArrayBuffer>;
}

/** Hugging Face's loaders refuse a file without it. */
const HF_METADATA = { format: 'pt' };
const RANK = Object.keys(DTYPE_BYTES);

/** What a header says of a tensor. */
export type TensorLayout = Pick<TensorToWrite, 'dtype' | 'shape'>;

/** The file as chunks, header first, so that a large model need not be copied into one array. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToWrite>,
  metadata: Readonly<Record<string, string>> = HF_METADATA,
): Uint8Array<ArrayBuffer>[] {
  const { names, header } = layOut(tensors, metadata);
  const chunks = names.map((name) => {
    const { dtype, shape, data } = tensors.get(name)!;
    checkTensor(name, dtype, shape, data);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  });
  return [header, ...chunks];
}

/** Bytes of the file that `writeSafetensors` makes. */
export function safetensorsBytes(tensors: ReadonlyMap<string, TensorLayout>): number {
  const { header, dataBytes } = layOut(tensors, HF_METADATA);
  return header.length + dataBytes;
}

function layOut(
  tensors: ReadonlyMap<string, TensorLayout>,
  metadata: Readonly<Record<string, string>>,
) {
  const encoder = new TextEncoder();
  const sorted = [...tensors]
    .map(([name, tensor]) => ({ name, key: encoder.encode(name), ...tensor }))
    .sort((a, b) => RANK.indexOf(b.dtype) - RANK.indexOf(a.dtype) || compareBytes(a.key, b.key));
  const fields: string[] = [];
  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) fields.push(`"__metadata__":${JSON.stringify(metadata, keys)}`);
  let begin = 0;
  for (const { name, dtype, shape } of sorted) {
    const end = begin + bytesOf(dtype, shape);
    const entry = JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
    fields.push(`${JSON.stringify(name)}:${entry}`);
    begin = end;
  }
  const header = headerChunk(encoder.encode(`{${fields.join(',')}}`));
  return { names: sorted.map(({ name }) => name), header, dataBytes: begin };
}

const bytesOf = (dtype: SafetensorsDtype, shape: readonly number[]): number =>
  shape.reduce((product, dim) => product * dim, DTYPE_BYTES[dtype]);

function headerChunk(json: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = Math.ceil(json.length / 8) * 8;
  const chunk = new Uint8Array(8 + length).fill(0x20, 8);
  chunk.set(json, 8);
  new DataView(chunk.buffer).setBigUint64(0, BigInt(length), true);
  return chunk;
}

function checkTensor(
  name: string,
  dtype: SafetensorsDtype,
  shape: readonly number[],
  data: ArrayBufferView,
): void {
  if (
    bytesOf(dtype, shape) !== data.byteLength ||
    name === '__metadata__' ||
    /\p{Surrogate}/u.test(name)
  ) {
    throw new SafetensorsError(
      'bad_write',
      `Tensor "${name}" [${shape.join(', ')}] ${dtype} can't be written from ${data.byteLength} bytes.`,
      { tensor: name },
    );
  }
}

/** Names go by their UTF-8 bytes, as Rust compares strings. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Float32 values as a tensor of a float dtype, rounding to nearest even. */
export function floatTensor(
  shape: readonly number[],
  values: Float32Array<ArrayBuffer>,
  dtype: 'F32' | 'F16' | 'BF16' = 'F32',
): TensorToWrite {
  if (dtype === 'F16') return { dtype, shape, data: float32ToF16(values) };
  if (dtype === 'BF16') return { dtype, shape, data: float32ToBf16(values) };
  return { dtype, shape, data: values };
}

export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
