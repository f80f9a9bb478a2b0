// Rotary position embedding (Su et al. 2021), Hugging Face's rotate_half: element i turns together
// with element i + hd/2, by the angle p · theta^(-2i/hd) at position p.
import { ShapeError } from '../../../gpu/errors';
import { rope as launch } from '../../../gpu/kernels/attention/rope';
import { applyOne, describeShape, namesOf, sizeOf, type Op, type Tensor } from '../../tensor';

interface RopeInputs {
  readonly [key: string]: Tensor | undefined;
  readonly x: Tensor;
  readonly cos: Tensor;
  readonly sin: Tensor;
  /** u32 DecodeControl. */
  readonly past?: Tensor | undefined;
}

interface RopeAttrs {
  readonly seqLen: number;
  readonly heads: number;
  readonly headDim: number;
  readonly rotated: number;
  readonly first: number;
  readonly back: boolean;
}

const ropeOp: Op<RopeInputs, RopeAttrs> = {
  name: 'rope',
  outputs: ({ x }) => [{ shape: x.shape }],
  lower({ inputs: { x, cos, sin, past }, attrs, outputs }, context) {
    launch(context.sink, {
      ...attrs,
      inp: context.view(x),
      cos: context.view(cos),
      sin: context.view(sin),
      past: context.viewOf(past),
      out: context.view(outputs[0]!),
      size: sizeOf(x.shape),
    });
  },
  gradient: ({ inputs: { x, cos, sin }, attrs }, [dout]) => ({
    x:
      dout &&
      applyOne(ropeOp, { x: dout, cos, sin }, { ...attrs, back: !attrs.back }, `d_${x.name}`),
  }),
};

export interface RopeTables {
  /** [positions, headDim] */
  readonly cos: Tensor;
  readonly sin: Tensor;
}

export interface RopeOptions {
  /** 'heads': x [B, H, T, hd]; 'rows': [B, T, H, hd]; 'packed': [B, T, heads · hd]. */
  readonly layout: 'heads' | 'rows' | 'packed';
  /** Only for 'packed': how many heads of a place turn (q and k), the rest (v) stay. */
  readonly rotated?: number;
  /** Position of the first place. */
  readonly first?: number;
  /** u32 DecodeControl: place 0 stands behind what a cache holds. */
  readonly past?: Tensor | undefined;
}

export function rope(x: Tensor, { cos, sin }: RopeTables, options: RopeOptions): Tensor {
  const { layout, first = 0, past } = options;
  const [positions, headDim] = cos.shape as [number, number];
  const seqLen = (layout === 'heads' ? x.shape.at(-2) : x.shape[1]) ?? 0;
  const width = layout === 'packed' ? x.shape[2]! / headDim : x.shape.at(-2)!;
  const heads = layout === 'heads' ? 1 : width;
  const rank = layout === 'packed' ? 3 : 4;
  const fits = layout === 'packed' ? Number.isInteger(heads) : x.shape.at(-1) === headDim;
  if (x.shape.length !== rank || !fits || headDim % 2 !== 0 || first + seqLen > positions) {
    throw new ShapeError({
      op: 'rope',
      node: namesOf(x, cos),
      expected: `${layout} of an even width ${headDim} and at most ${positions - first} positions`,
      got: describeShape(x.shape),
      remedy: 'Make the tables for the head width and the context length of the model.',
    });
  }
  const rotated = options.rotated ?? heads;
  const attrs = { seqLen, heads, headDim, rotated, first, back: false };
  return applyOne(ropeOp, { x, cos, sin, past }, attrs);
}

/** Radians that each pair of a head's numbers turns from one position to the next, and the tables' factor. */
export interface Rotation {
  /** [headDim / 2] */
  readonly frequencies: Float32Array<ArrayBuffer>;
  readonly scale: number;
}

/** theta^(2i / headDim), rounded where PyTorch rounds. */
export const turnOf = (pair: number, headDim: number, theta: number): number =>
  Math.fround(Math.fround(theta) ** Math.fround((2 * pair) / headDim));

export function plainRotation(headDim: number, theta: number): Rotation {
  const pairs = Float32Array.from({ length: headDim / 2 }, (_, i) => 1 / turnOf(i, headDim, theta));
  return { frequencies: pairs, scale: 1 };
}

/** cos and sin of every angle, [positions, headDim] each, rounded where PyTorch rounds. */
export function ropeTables(
  positions: number,
  { frequencies, scale }: Rotation,
  first = 0,
): { cos: Float32Array<ArrayBuffer>; sin: Float32Array<ArrayBuffer> } {
  const half = frequencies.length;
  const cos = new Float32Array(positions * 2 * half);
  const sin = new Float32Array(positions * 2 * half);
  const factor = Math.fround(scale);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < 2 * half; i++) {
      const angle = Math.fround((first + position) * frequencies[i % half]!);
      cos[position * 2 * half + i] = Math.fround(Math.cos(angle)) * factor;
      sin[position * 2 * half + i] = Math.fround(Math.sin(angle)) * factor;
    }
  }
  return { cos, sin };
}
