// The weights of a folder as files that stay where they are: headers are read and checked at once, a
// tensor's bytes when they are asked for, so that a large model is in memory once, as float32.
import { checkNotForeign, checkNoText } from '../foreignFile';
import { HuggingFaceError } from './config';
import {
  decodeFloats,
  headerSpan,
  parseHeader,
  type TensorEntry,
} from '../safetensors/safetensors';
import { SafetensorsError } from '../safetensors/safetensorsError';
import { badIndex, parseIndex, shardNames, shardOfTensor } from '../safetensors/sharded';

/** Files of one folder by their names. */
export type ModelFiles = ReadonlyMap<string, Blob>;

export const WEIGHTS_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

const SHARD = /-(\d+)-of-(\d+)\.safetensors$/;

/** A multiple of every element's size. */
const PIECE_BYTES = 16 * 2 ** 20;

interface Header {
  readonly blob: Blob;
  readonly dataOffset: number;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  has(name: string): boolean;
}

/** @throws SafetensorsError, HuggingFaceError lfs_pointer | web_page | other_format */
export async function openHeader(blob: Blob, file = WEIGHTS_FILE): Promise<Header> {
  try {
    const first = new Uint8Array(await blob.slice(0, 8).arrayBuffer());
    const span = headerSpan(first, blob.size);
    const bytes = new Uint8Array(await blob.slice(0, span).arrayBuffer());
    const { dataOffset, tensors } = parseHeader(bytes, blob.size);
    return { blob, dataOffset, tensors, has: (name) => tensors.has(name) };
  } catch (thrown) {
    // Only then: the length of a good header may begin with the very bytes of another format.
    await checkNotForeign(blob, file);
    await checkNoText(blob, file);
    throw thrown;
  }
}

export class WeightFiles {
  readonly #holder: ReadonlyMap<string, Header>;

  constructor(holder: ReadonlyMap<string, Header>) {
    this.#holder = holder;
  }

  get names(): string[] {
    return [...this.#holder.keys()];
  }

  has(name: string): boolean {
    return this.#holder.has(name);
  }

  /** @throws SafetensorsError no_such_tensor */
  entry(name: string): TensorEntry {
    const entry = this.#holder.get(name)?.tensors.get(name);
    if (entry) return entry;
    const fields = { tensor: name };
    throw new SafetensorsError('no_such_tensor', `There is no tensor "${name}".`, fields);
  }

  /** The tensor's bytes in pieces that hold whole elements. */
  async *pieces(name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { begin, end } = this.entry(name);
    const { blob, dataOffset } = this.#holder.get(name)!;
    for (let from = begin; from < end; from += PIECE_BYTES) {
      const chunk = blob.slice(dataOffset + from, dataOffset + Math.min(end, from + PIECE_BYTES));
      yield new Uint8Array(await chunk.arrayBuffer());
    }
  }

  /** As float32: exact for F32, F16, BF16 and what of F64 float32 can hold. */
  async floats(name: string): Promise<Float32Array<ArrayBuffer>> {
    const { dtype, begin, end } = this.entry(name);
    const { blob, dataOffset } = this.#holder.get(name)!;
    const chunk = blob.slice(dataOffset + begin, dataOffset + end);
    return decodeFloats(dtype, new Uint8Array(await chunk.arrayBuffer()));
  }
}

/**
 * model.safetensors, or what its index lists, or the one safetensors file that there is.
 * @throws SafetensorsError, HuggingFaceError no_weights | pickle_only | lone_shard
 */
export async function openWeights(files: ModelFiles): Promise<WeightFiles> {
  const index = files.get(INDEX_FILE);
  if (index && !files.has(WEIGHTS_FILE)) {
    await checkNotForeign(index, INDEX_FILE);
    const map = parseIndex(await index.text());
    const shards = new Map<string, Header>();
    for (const name of shardNames(map)) {
      const shard = files.get(name);
      if (shard) shards.set(name, await openHeader(shard, name));
    }
    return new WeightFiles(withUnlisted(shardOfTensor(map, shards), shards));
  }
  const [file, blob] = onlyFile(files);
  const header = await openHeader(blob, file);
  return new WeightFiles(new Map([...header.tensors.keys()].map((name) => [name, header])));
}

/** Loaders take all of a shard, also what the index does not list. @throws SafetensorsError bad_index */
function withUnlisted(
  listed: ReadonlyMap<string, Header>,
  shards: ReadonlyMap<string, Header>,
): Map<string, Header> {
  const holder = new Map(listed);
  for (const [file, shard] of shards) {
    for (const name of shard.tensors.keys()) {
      const other = holder.get(name);
      if (other && other !== shard) throw badIndex('two_shards', { tensor: name, target: file });
      holder.set(name, shard);
    }
  }
  return holder;
}

function onlyFile(files: ModelFiles): [file: string, blob: Blob] {
  const names = [...files.keys()];
  const found = names.filter((name) => name.endsWith('.safetensors'));
  const name = files.has(WEIGHTS_FILE) ? WEIGHTS_FILE : found.length === 1 ? found[0]! : undefined;
  const [, shard, shards] = SHARD.exec(name ?? '') ?? [];
  if (shards !== undefined && Number(shards) > 1) {
    throw new HuggingFaceError(
      'lone_shard',
      `${name} is shard ${Number(shard)} of ${Number(shards)}: the others and ${INDEX_FILE} are not there.`,
      { file: name!, shard: Number(shard), shards: Number(shards) },
    );
  }
  if (name !== undefined) return [name, files.get(name)!];
  const pickle = names.find((name) => /\.(?:bin|pt|pth|ckpt)$/.test(name));
  if (pickle !== undefined && found.length === 0) {
    throw new HuggingFaceError(
      'pickle_only',
      `The weights are in ${pickle}, a format that can carry code; only safetensors are read.`,
      { file: pickle },
    );
  }
  const reason = found.length > 1 ? 'several, and no index' : 'none';
  throw new HuggingFaceError(
    'no_weights',
    `The folder needs one model.safetensors, or its shards with their index; it has ${reason}.`,
    { files: found.length },
  );
}
