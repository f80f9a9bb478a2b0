// A model in several safetensors files with model.safetensors.index.json, read as one.
import { reasonText, type ReasonCode, type ReasonFields } from '../../formats/reasons';
import { parseHeaderJson, type HeaderValue } from './headerJson';
import type { SafetensorsFile, TensorEntry } from './safetensors';
import { SafetensorsError } from './safetensorsError';

/** What a loader needs of a file, or of several. */
export interface TensorSource {
  readonly names: string[];
  has(name: string): boolean;
  entry(name: string): TensorEntry;
  bytes(name: string): Uint8Array<ArrayBuffer>;
  floats(name: string): Float32Array<ArrayBuffer>;
}

/** Tensor name → name of the file that holds it. */
export type WeightMap = ReadonlyMap<string, string>;

export function badIndex(reason: ReasonCode, fields: ReasonFields = {}): SafetensorsError {
  const text = `model.safetensors.index.json: ${reasonText(reason, fields)}.`;
  return new SafetensorsError('bad_index', text, { ...fields, reason });
}

/** @throws SafetensorsError bad_index */
export function parseIndex(text: string): WeightMap {
  let root: HeaderValue;
  try {
    root = parseHeaderJson(text.trim());
  } catch (error) {
    throw badIndex('json_syntax', {
      detail:
        error instanceof SafetensorsError ? `${error.fields.at ?? error.code}` : String(error),
    });
  }
  const map = root instanceof Map ? (root.get('weight_map') as HeaderValue | undefined) : undefined;
  if (!(map instanceof Map) || map.size === 0) throw badIndex('no_weight_map');
  for (const [name, file] of map) {
    // A file of the same folder, and nothing else: an index must not reach outside its model.
    if (typeof file !== 'string' || !/^[^/\\:]+\.safetensors$/.test(file) || file.startsWith('.')) {
      const shown = typeof file === 'string' ? file.slice(0, 100) : JSON.stringify(null);
      throw badIndex('outside_folder', { tensor: name, target: shown });
    }
  }
  return map as WeightMap;
}

export const shardNames = (map: WeightMap): string[] => [...new Set(map.values())].sort();

/**
 * Which shard holds each tensor of the index.
 * @throws SafetensorsError bad_index when a shard is missing or lacks a tensor.
 */
export function shardOfTensor<Shard extends { has(name: string): boolean }>(
  map: WeightMap,
  shards: ReadonlyMap<string, Shard>,
): Map<string, Shard> {
  const holder = new Map<string, Shard>();
  for (const [name, file] of map) {
    const shard = shards.get(file);
    if (!shard) throw badIndex('shard_missing', { target: file });
    if (!shard.has(name)) throw badIndex('shard_lacks', { target: file, tensor: name });
    holder.set(name, shard);
  }
  return holder;
}

export class ShardedFile implements TensorSource {
  readonly #shards: ReadonlyMap<string, SafetensorsFile>;

  /** @throws SafetensorsError bad_index */
  constructor(map: WeightMap, shards: ReadonlyMap<string, SafetensorsFile>) {
    this.#shards = shardOfTensor(map, shards);
  }

  get names(): string[] {
    return [...this.#shards.keys()];
  }

  has(name: string): boolean {
    return this.#shards.has(name);
  }

  entry(name: string): TensorEntry {
    return this.#shard(name).entry(name);
  }

  bytes(name: string): Uint8Array<ArrayBuffer> {
    return this.#shard(name).bytes(name);
  }

  floats(name: string): Float32Array<ArrayBuffer> {
    return this.#shard(name).floats(name);
  }

  #shard(name: string): SafetensorsFile {
    const shard = this.#shards.get(name);
    if (!shard) {
      throw new SafetensorsError('no_such_tensor', `There is no tensor "${name}".`, {
        tensor: name,
      });
    }
    return shard;
  }
}
