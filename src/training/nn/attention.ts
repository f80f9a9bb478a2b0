// Attention between a sequence and a memory (itself, or an encoder's output): project, turn by
// position, attend, merge. Every model with separate q, k and v goes through here.
// B: sequences, T: positions, H: query heads, Hkv: heads of keys and values, hd: width of a head.
import { attention, type AttentionOptions } from '../ops/attention/attention';
import { cachedAttention, type KeyValueCache } from '../ops/attention/cachedAttention';
import { rope, type RopeTables } from '../ops/attention/rope';
import { reshape } from '../ops/layout/reshape';
import { rmsNorm } from '../ops/norm';
import type { Tensor } from '../tensor';
import { dense, type ParameterLookup } from './weights';

export interface AttentionNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
}

/** [B, Tk, Hkv · hd] each. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

export interface AttentionLayer extends AttentionOptions {
  readonly names: AttentionNames;
  readonly heads: number;
  readonly kvHeads?: number | undefined;
  /** Where keys and values come from, [B, Tk, C]; the sequence itself where left out. */
  readonly memory?: Tensor | undefined;
  /** Keys and values that were made before, in place of the memory. */
  readonly known?: KeysAndValues | undefined;
  /** Turns q and k by their positions. */
  readonly rotary?: RopeTables | undefined;
  /** RMSNorm over each head of q and of k, before they turn: its weights [hd]. */
  readonly headNorm?:
    | { readonly query: string; readonly key: string; readonly eps: number }
    | undefined;
  /** Keys and values of earlier tokens, and which of its layers this one is; then causal, unmasked. */
  readonly cached?: { readonly cache: KeyValueCache; readonly layer: number } | undefined;
}

/** x [B, Tq, C] → [B, Tq, C]. */
export function attend(parameter: ParameterLookup, x: Tensor, layer: AttentionLayer): Tensor {
  const { names, heads, kvHeads = heads, memory = x, known, ...rest } = layer;
  const { rotary, headNorm, cached, ...options } = rest;
  const split = (rows: Tensor, count: number): Tensor => {
    const [batch, length, width] = rows.shape as [number, number, number];
    return reshape(rows, [batch, length, count, width / count]);
  };
  const cut = (from: Tensor, name: string, count: number): Tensor =>
    split(dense(parameter, from, name), count);
  const past = cached?.cache.control;
  const turned = (rows: Tensor): Tensor =>
    rotary ? rope(rows, rotary, { layout: 'rows', past }) : rows;
  const normed = (rows: Tensor, part: 'query' | 'key'): Tensor =>
    headNorm
      ? rmsNorm(rows, parameter(`${headNorm[part]}.weight`), { eps: headNorm.eps }).normed
      : rows;
  const q = turned(normed(cut(x, names.query, heads), 'query')); // [B, Tq, H, hd]
  const k = known
    ? split(known.keys, kvHeads)
    : turned(normed(cut(memory, names.key, kvHeads), 'key')); // [B, Tk, Hkv, hd]
  const v = known ? split(known.values, kvHeads) : cut(memory, names.value, kvHeads);
  const y = cached
    ? cachedAttention({ q, k, v }, cached.cache, cached.layer, { heads, kvHeads, ...options })
    : attention(q, k, v, { layout: 'rows', ...options });
  const [batch, length, , headDim] = q.shape as [number, number, number, number];
  return dense(parameter, reshape(y, [batch, length, heads * headDim]), names.out);
}
