// Softmax attention without a T×T matrix (Dao et al. 2022), grouped-query heads, causal or not.
// Layouts: 'rows' [B, T, heads, hd] as linear layers give it, 'heads' [B, heads, T, hd]; 'packed'
// is one [B, T, (H + 2·Hkv)·hd] tensor with q, k and v side by side, bound once.
import { ShapeError } from '../../../gpu/errors';
import {
  attentionBackward,
  attentionForward,
  type AttentionStrides,
} from '../../../gpu/kernels/attention/attention';
import {
  apply,
  describeShape,
  namesOf,
  sizeOf,
  type Lowering,
  type Op,
  type OpNode,
  type Tensor,
} from '../../tensor';
import { dropoutArgs, type DropoutAttrs } from '../dropout';

type Layout = 'rows' | 'heads' | 'packed';

interface AttentionInputs {
  readonly [key: string]: Tensor | undefined;
  /** The packed tensor where the layout says so; then k and v are left out. */
  readonly q: Tensor;
  readonly k?: Tensor | undefined;
  readonly v?: Tensor | undefined;
  /** u32 [B, Tk], 1 = keep. */
  readonly keyMask?: Tensor | undefined;
  /** [H, Tq + Tk − 1] */
  readonly relativeBias?: Tensor | undefined;
  /** [H] */
  readonly alibiSlopes?: Tensor | undefined;
}

export interface AttentionDims {
  readonly batch: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly queryLen: number;
  readonly keyLen: number;
  readonly headDim: number;
}

interface AttentionAttrs extends AttentionDims {
  readonly layout: Layout;
  readonly causal: boolean;
  readonly scale: number;
  readonly window?: number | undefined;
  readonly dropout?: DropoutAttrs | undefined;
}

/** Outputs: y, log-sum-exp of the scores [B, H, Tq]. */
export const attentionOp: Op<AttentionInputs, AttentionAttrs> = {
  name: 'attention',
  outputs({ q }, { batch, heads, queryLen, headDim, layout }) {
    const y = layout === 'packed' ? [batch, queryLen, heads * headDim] : q.shape;
    return [{ shape: y }, { shape: [batch, heads, queryLen] }];
  },
  lower({ inputs, attrs, outputs }, context) {
    attentionForward(context.sink, {
      ...shared(inputs, attrs, context),
      out: context.view(outputs[0]!),
      lse: context.view(outputs[1]!),
    });
  },
  gradient({ inputs, attrs, outputs }, [dout]) {
    if (!dout) return {};
    const [out, lse] = outputs;
    const backward = apply(attentionBackwardOp, { ...inputs, out: out!, lse: lse!, dout }, attrs);
    const names = PARTS.filter((name) => inputs[name]);
    return Object.fromEntries(names.map((name, index) => [name, backward.outputs[index]]));
  },
};

export type AttentionNode = OpNode<AttentionInputs, AttentionAttrs>;

/** Inputs that have a gradient. */
const PARTS = ['q', 'k', 'v', 'relativeBias'] as const;

interface BackwardInputs extends AttentionInputs {
  readonly out: Tensor;
  readonly lse: Tensor;
  readonly dout: Tensor;
}

const attentionBackwardOp: Op<BackwardInputs, AttentionAttrs> = {
  name: 'attention_backward',
  outputs: (inputs) =>
    PARTS.flatMap((name) => (inputs[name] ? [{ shape: inputs[name].shape }] : [])),
  lower({ inputs, attrs, outputs }, context) {
    const dbias = inputs.relativeBias && outputs.at(-1);
    const [dq, dk = dq, dv = dq] = outputs.slice(0, dbias ? -1 : undefined);
    attentionBackward(context.sink, {
      ...shared(inputs, attrs, context),
      out: context.view(inputs.out),
      lse: context.view(inputs.lse),
      dout: context.view(inputs.dout),
      dq: context.view(dq!),
      dk: context.view(dk!),
      dv: context.view(dv!),
      drelativeBias: dbias && context.isUsed(dbias) ? context.view(dbias) : undefined,
    });
  },
};

function shared(inputs: AttentionInputs, attrs: AttentionAttrs, context: Lowering) {
  const { q, k = q, v = q, keyMask, relativeBias, alibiSlopes } = inputs;
  const { layout, dropout, ...rest } = attrs;
  const { heads, kvHeads, headDim } = attrs;
  const packed = layout === 'packed';
  return {
    ...rest,
    q: context.view(q),
    k: context.view(k),
    v: context.view(v),
    keyMask: context.viewOf(keyMask),
    relativeBias: context.viewOf(relativeBias),
    alibiSlopes: context.viewOf(alibiSlopes),
    strides: stridesOf(attrs),
    qOffset: 0,
    kOffset: packed ? heads * headDim : 0,
    vOffset: packed ? (heads + kvHeads) * headDim : 0,
    dropout: dropoutArgs(dropout, context),
  };
}

function stridesOf({ layout, heads, kvHeads, queryLen, keyLen, headDim }: AttentionAttrs) {
  const of = (count: number, length: number): AttentionStrides => {
    if (layout === 'heads')
      return { batch: count * length * headDim, head: length * headDim, row: headDim };
    return { batch: length * count * headDim, row: count * headDim, head: headDim };
  };
  const out = of(heads, queryLen);
  if (layout === 'packed') {
    const row = (heads + 2 * kvHeads) * headDim;
    const packed = { batch: queryLen * row, row, head: headDim };
    return { q: packed, k: packed, v: packed, out };
  }
  return { q: out, k: of(kvHeads, keyLen), v: of(kvHeads, keyLen), out };
}

export interface AttentionOptions {
  readonly causal: boolean;
  /** Where causal: keys that a row sees at most, itself the last of them. */
  readonly window?: number | undefined;
  /** Of the scores; 1 / sqrt(headDim) where it is left out. */
  readonly scale?: number;
  readonly keyMask?: Tensor | undefined;
  /** [H, Tq + Tk − 1]: entry key − row + Tq − 1 is added to the scores (T5). */
  readonly relativeBias?: Tensor | undefined;
  /** [H]: a slope times the distance is added to the scores (ALiBi). Has no gradient. */
  readonly alibiSlopes?: Tensor | undefined;
  readonly dropout?: DropoutAttrs | undefined;
}

/** Self-attention of packed q, k, v: [B, T, (H + 2·Hkv)·hd] → [B, T, H·hd]. */
export function packedAttention(
  qkv: Tensor,
  { heads, kvHeads = heads, ...options }: AttentionOptions & { heads: number; kvHeads?: number },
): Tensor {
  const [batch, length, width] = qkv.shape as [number, number, number];
  const headDim = width / (heads + 2 * kvHeads);
  if (!Number.isInteger(headDim) || heads % kvHeads !== 0) {
    throw new ShapeError({
      op: 'attention',
      node: namesOf(qkv),
      expected: `a width that ${heads} + 2·${kvHeads} heads divide, ${kvHeads} dividing ${heads}`,
      got: describeShape(qkv.shape),
      remedy:
        'Choose a width that is a multiple of the heads, and key-value heads that divide the heads.',
    });
  }
  const dims = { batch, heads, kvHeads, headDim, queryLen: length, keyLen: length };
  return build({ q: qkv }, dims, 'packed', options);
}

/**
 * softmax(q kᵀ · scale + mask) v; query row i stands at key position i + (Tk − Tq).
 * 'heads': q [B, H, Tq, hd], k, v [B, Hkv, Tk, hd]; 'rows': the middle two swapped. y is like q.
 * Rows that may attend nothing give 0.
 */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { layout, ...options }: AttentionOptions & { layout: 'heads' | 'rows' },
): Tensor {
  const pick = ({ shape }: Tensor): [number, number, number, number] =>
    (layout === 'heads'
      ? [shape[0], shape[1], shape[2], shape[3]]
      : [shape[0], shape[2], shape[1], shape[3]]) as [number, number, number, number];
  const [batch, heads, queryLen, headDim] = pick(q);
  const [batchK, kvHeads, keyLen, headDimK] = pick(k);
  if (
    q.shape.length !== 4 ||
    batch !== batchK ||
    headDim !== headDimK ||
    heads % kvHeads !== 0 ||
    String(k.shape) !== String(v.shape)
  ) {
    throw new ShapeError({
      op: 'attention',
      node: namesOf(q, k, v),
      expected: 'q [B, H, Tq, hd] with k and v alike [B, Hkv, Tk, hd], Hkv dividing H',
      got: [q, k, v].map(({ shape }) => describeShape(shape)).join(', '),
      remedy: 'Split the heads with reshape, or say with `layout` where they are.',
    });
  }
  return build({ q, k, v }, { batch, heads, kvHeads, queryLen, keyLen, headDim }, layout, options);
}

function build(
  inputs: AttentionInputs,
  dims: AttentionDims,
  layout: Layout,
  options: AttentionOptions,
): Tensor {
  const { causal, window, scale = 1 / Math.sqrt(dims.headDim), dropout } = options;
  const { keyMask, relativeBias, alibiSlopes } = options;
  const { heads, queryLen, keyLen } = dims;
  if (relativeBias && sizeOf(relativeBias.shape) !== heads * (queryLen + keyLen - 1)) {
    throw new ShapeError({
      op: 'attention',
      node: namesOf(inputs.q, relativeBias),
      expected: `a relative bias [${heads}, ${queryLen + keyLen - 1}]`,
      got: describeShape(relativeBias.shape),
      remedy: 'Give each head a bias for every distance from -(Tq - 1) to Tk - 1.',
    });
  }
  return apply(
    attentionOp,
    { ...inputs, keyMask, relativeBias, alibiSlopes },
    { ...dims, layout, causal, window, scale, dropout },
  ).outputs[0]!;
}
