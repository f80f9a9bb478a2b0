// Walks over tensors by strides: what lib/strides.wgsl needs, with as few dimensions as possible.
import { ShapeError } from '../errors';

/** Inner dimensions that lib/strides.wgsl can walk besides the outermost one. */
const MAX_INNER = 4;

export interface Walk {
  /** Constant INNER. */
  readonly inner: number;
  readonly count: number;
  /** Extents of the inner dimensions, right-aligned in four. */
  readonly dims: readonly number[];
  /** One an operand: strides of the inner dimensions, and of the outermost one. */
  readonly operands: readonly { readonly strides: readonly number[]; readonly outer: number }[];
}

/** Strides of a contiguous row-major tensor. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * shape[d + 1]!;
  return strides;
}

/** Strides with which a tensor of `shape` is read as one of `out`: 0 along what is broadcast. */
export function broadcastStrides(shape: readonly number[], out: readonly number[]): number[] {
  const own = contiguousStrides(shape);
  const missing = out.length - shape.length;
  return out.map((extent, d) =>
    d < missing || shape[d - missing] !== extent ? 0 : own[d - missing]!,
  );
}

/** Drops extents of 1 and merges neighbors that every operand walks as one. */
function merge(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): { readonly dims: number[]; readonly merged: number[][] } {
  const dims: number[] = [];
  const merged: number[][] = strides.map(() => []);
  shape.forEach((extent, d) => {
    if (extent === 1) return;
    const last = dims.length - 1;
    const joins = last >= 0 && strides.every((s, n) => merged[n]![last] === s[d]! * extent);
    if (joins) dims[last]! *= extent;
    else dims.push(extent);
    const at = dims.length - 1;
    strides.forEach((s, n) => (merged[n]![at] = s[d]!));
  });
  return { dims, merged };
}

/** Whether at most five dimensions remain after merging, as many as `walk` takes. */
export const isWalkable = (
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): boolean => merge(shape, strides).dims.length <= MAX_INNER + 1;

/** @throws ShapeError where more than five dimensions remain after merging. */
export function walk(
  kernel: string,
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): Walk {
  const { dims, merged } = merge(shape, strides);
  const inner = Math.max(0, dims.length - 1);
  if (inner > MAX_INNER)
    throw new ShapeError({
      op: kernel,
      node: `[${shape.join(', ')}]`,
      expected: `at most ${MAX_INNER + 1} dimensions that cannot be merged`,
      got: `${dims.length}`,
      remedy: 'Merge neighboring dimensions with reshape, or do it in two steps.',
    });
  const right = (values: readonly number[], filler: number): number[] => [
    ...Array.from({ length: MAX_INNER - inner }, () => filler),
    ...values.slice(1),
  ];
  return {
    inner,
    count: shape.reduce((product, extent) => product * extent, 1),
    dims: right(dims, 1),
    operands: merged.map((s) => ({ strides: right(s, 0), outer: s[0] ?? 0 })),
  };
}

/** The same walk in groups of four elements, where every operand allows that. */
export function inFours({ inner, count, dims, operands }: Walk): Walk | null {
  const last = MAX_INNER - 1;
  const isRow = inner === 0;
  const fits = operands.every(({ strides, outer }) =>
    isRow
      ? outer === 1
      : strides[last] === 1 && [outer, ...strides.slice(0, last)].every((s) => s % 4 === 0),
  );
  if (!fits || (isRow ? count : dims[last]!) % 4 !== 0) return null;
  return {
    inner,
    count: count / 4,
    dims: isRow ? dims : dims.map((extent, d) => (d === last ? extent / 4 : extent)),
    operands: operands.map(({ strides, outer }) => ({
      strides: strides.map((s, d) => (d === last ? s : s / 4)),
      outer: isRow ? outer : outer / 4,
    })),
  };
}
