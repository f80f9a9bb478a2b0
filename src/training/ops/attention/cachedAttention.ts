// Attention of new tokens over everything before them, kept in a cache on the GPU. Where the new
// tokens stand is read from a control buffer, so one captured program serves every position.
import { ShapeError } from '../../../gpu/errors';
import {
  attentionDecode,
  cacheAppend,
  type RowSlice,
} from '../../../gpu/kernels/attention/attentionDecode';
import {
  apply,
  applyOne,
  describeShape,
  namesOf,
  type Lowering,
  type Op,
  type Tensor,
} from '../../tensor';

/** What a model keeps of one attention layer. */
export interface LayerCache {
  /** [sequences, positions, Hkv · hd]; a leaf. */
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** Given to a model's forward, it makes every attention layer append to its cache and read it. */
export interface KeyValueCache {
  /** u32 DecodeControl; its first word says how many positions are filled. */
  readonly control: Tensor;
  readonly layers: readonly LayerCache[];
  /** Hears of each layer's cache as it is after the append: all that a prefill needs. */
  onAppend?(layer: number, appended: LayerCache): void;
}

interface AppendInputs {
  readonly [key: string]: Tensor | undefined;
  readonly k: Tensor;
  readonly v: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly control: Tensor;
}

interface AppendAttrs {
  /** First element of k and v in a row. */
  readonly kOffset: number;
  readonly vOffset: number;
}

/** Elements from one token to the next, of [B, T, ...]. */
const rowOf = ({ shape }: Tensor): number => shape.slice(2).reduce((size, dim) => size * dim, 1);

const part = (context: Lowering, tensor: Tensor, offset: number): RowSlice => ({
  view: context.view(tensor),
  row: rowOf(tensor),
  offset,
});

/** Outputs: keys and values, which are the leaves' own memory. */
const appendOp: Op<AppendInputs, AppendAttrs> = {
  name: 'cache_append',
  outputs: ({ keys, values }) => [{ shape: keys.shape }, { shape: values.shape }],
  lower({ inputs, attrs, outputs }, context) {
    const { k, v, keys, values, control } = inputs;
    const [sequences, capacity, width] = keys.shape as [number, number, number];
    context.alias(outputs[0]!, context.view(keys));
    context.alias(outputs[1]!, context.view(values));
    cacheAppend(context.sink, {
      k: part(context, k, attrs.kOffset),
      v: part(context, v, attrs.vOffset),
      keys: context.view(keys),
      values: context.view(values),
      control: context.view(control),
      batch: k.shape[0]!,
      rows: k.shape[1]!,
      width,
      sequences,
      capacity,
    });
  },
};

interface DecodeInputs {
  readonly [key: string]: Tensor | undefined;
  readonly q: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly control: Tensor;
  /** [H] */
  readonly alibiSlopes?: Tensor | undefined;
  /** [H, positions] */
  readonly relativeBias?: Tensor | undefined;
}

interface DecodeAttrs {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly scale: number;
  readonly window?: number | undefined;
}

const decodeOp: Op<DecodeInputs, DecodeAttrs> = {
  name: 'attention_decode',
  outputs: ({ q }, { heads, headDim }) => [{ shape: [q.shape[0]!, q.shape[1]!, heads * headDim] }],
  lower({ inputs, attrs, outputs }, context) {
    const { q, keys, values, control, alibiSlopes, relativeBias } = inputs;
    attentionDecode(context.sink, {
      ...attrs,
      q: { view: context.view(q), row: rowOf(q) },
      keys: context.view(keys),
      values: context.view(values),
      control: context.view(control),
      alibiSlopes: context.viewOf(alibiSlopes),
      relativeBias: context.viewOf(relativeBias),
      out: context.view(outputs[0]!),
      batch: q.shape[0]!,
      rows: q.shape[1]!,
      sequences: keys.shape[0]!,
      capacity: keys.shape[1]!,
    });
  },
};

export interface CachedAttentionOptions {
  readonly heads: number;
  readonly kvHeads?: number | undefined;
  /** Of the scores; 1 / sqrt(headDim) where it is left out. */
  readonly scale?: number | undefined;
  /** Positions that a token sees at most, its own the last of them. */
  readonly window?: number | undefined;
  readonly alibiSlopes?: Tensor | undefined;
  /** [H, positions of the cache]: added to the scores, the last of each head at distance 0 (T5). */
  readonly relativeBias?: Tensor | undefined;
}

/**
 * Causal attention of the newest T tokens: q [B, T, H, hd] (or [B, T, H · hd]), k and v likewise with
 * Hkv; [B, T, H · hd]. One tensor [B, T, (H + 2·Hkv) · hd] may hold all three: then k and v are left out.
 */
export function cachedAttention(
  { q, k, v }: { q: Tensor; k?: Tensor; v?: Tensor },
  cache: KeyValueCache,
  layer: number,
  { heads, kvHeads = heads, scale, window, alibiSlopes, relativeBias }: CachedAttentionOptions,
): Tensor {
  const { keys, values } = cache.layers[layer]!;
  const { control } = cache;
  const headDim = keys.shape[2]! / kvHeads;
  const packedRow = (heads + 2 * kvHeads) * headDim;
  if (heads % kvHeads !== 0 || rowOf(q) !== (k ? heads * headDim : packedRow)) {
    const expected = `${heads} heads (${kvHeads} of keys) of width ${headDim}, as in the cache`;
    throw new ShapeError({
      op: 'attention_decode',
      node: namesOf(q, k, v, keys),
      expected,
      got: describeShape(q.shape),
      remedy: 'Make the cache with the heads and the head width of the model.',
    });
  }
  const offsets = k
    ? { kOffset: 0, vOffset: 0 }
    : { kOffset: heads * headDim, vOffset: (heads + kvHeads) * headDim };
  const append = apply(appendOp, { k: k ?? q, v: v ?? q, keys, values, control }, offsets);
  const [newKeys, newValues] = append.outputs as [Tensor, Tensor];
  cache.onAppend?.(layer, { keys: newKeys, values: newValues });
  return applyOne(
    decodeOp,
    { q, keys: newKeys, values: newValues, control, alibiSlopes, relativeBias },
    { heads, kvHeads, headDim, window, scale: scale ?? 1 / Math.sqrt(headDim) },
  );
}
