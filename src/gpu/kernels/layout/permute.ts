// Copies that move elements about: any order of the dimensions, slices, broadcasts.
import stridesLib from '../../../shaders/lib/strides.wgsl';
import copyCode from '../../../shaders/strided_copy.wgsl';
import transposeCode from '../../../shaders/transpose_tiled.wgsl';
import { foldGrid, type BufferView, type DispatchSink, type KernelLimits } from '../../dispatch';
import { read, requireRoom, write } from '../shapes';
import { contiguousStrides, walk } from '../strides';

export interface StridedCopy {
  readonly inp: BufferView;
  readonly out: BufferView;
  /** Extents of the walk; both sides go through it with strides of their own (0 repeats). */
  readonly shape: readonly number[];
  readonly inpStrides: readonly number[];
  readonly outStrides: readonly number[];
  /** First element. */
  readonly inpFirst?: number;
  readonly outFirst?: number;
  readonly label?: string;
}

export function stridedCopy(sink: DispatchSink, args: StridedCopy): void {
  const { inp, out, shape, inpStrides, outStrides, label = 'strided_copy' } = args;
  const { inpFirst = 0, outFirst = 0 } = args;
  const last = (strides: readonly number[]) =>
    shape.reduce((sum, extent, d) => sum + (extent - 1) * strides[d]!, 0);
  requireRoom(label, {
    inp: [inp, inpFirst + last(inpStrides) + 1],
    out: [out, outFirst + last(outStrides) + 1],
  });
  const { inner, count, dims, operands } = walk(label, shape, [inpStrides, outStrides]);
  const [from, to] = operands as [(typeof operands)[0], (typeof operands)[0]];
  sink.dispatch({
    label,
    shader: { name: 'strided_copy', code: copyCode, lib: [stridesLib] },
    constants: { INNER: inner },
    bindings: [read(inp), write(out)],
    params: [
      count,
      inpFirst,
      outFirst,
      from.outer,
      to.outer,
      0,
      0,
      0,
      ...dims,
      ...from.strides,
      ...to.strides,
    ],
    grid: foldGrid(Math.ceil(count / 64)),
    flops: 0,
    bytes: 8 * count,
  });
}

export interface Permute {
  readonly inp: BufferView;
  readonly out: BufferView;
  /** Shape of `inp`. */
  readonly shape: readonly number[];
  /** Dimension d of `out` is dimension order[d] of `inp`. */
  readonly order: readonly number[];
  /** Forces a variant; for tests and benchmarks. */
  readonly variant?: PermuteVariant | undefined;
}

export type PermuteVariant = 'plain' | 'tiled';

/** [batch, rows, cols] where the permutation only swaps rows and cols, neighbors merged. */
function asTranspose({ shape, order }: Pick<Permute, 'shape' | 'order'>): number[] | null {
  const outShape = order.map((d) => shape[d]!);
  const strides = contiguousStrides(shape);
  const { inner, count, dims, operands } = walk('permute', outShape, [
    order.map((d) => strides[d]!),
  ]);
  const rows = dims[3]!;
  const from = operands[0]!;
  if (inner === 1) return from.outer === 1 ? [1, rows, count / rows] : null;
  const cols = dims[2]!;
  const swaps = inner === 2 && from.strides[2] === 1 && from.strides[3] === cols;
  return swaps && from.outer === rows * cols ? [count / (rows * cols), rows, cols] : null;
}

/** The variants that fit, plain first. */
export function permuteVariants(
  limits: KernelLimits,
  args: Pick<Permute, 'shape' | 'order'>,
): PermuteVariant[] {
  const transpose = asTranspose(args);
  const fits = transpose && transpose[0]! <= 65_535 && limits.maxInvocations >= 256;
  return fits ? ['plain', 'tiled'] : ['plain'];
}

export function permute(sink: DispatchSink, args: Permute): void {
  const { inp, out, shape, order } = args;
  const variants = permuteVariants(sink.limits, args);
  // On a CPU there are no memory banks to please, and a barrier costs.
  const variant = args.variant ?? (sink.limits.software ? 'plain' : variants.at(-1)!);
  const strides = contiguousStrides(shape);
  if (variant === 'plain') {
    const outShape = order.map((d) => shape[d]!);
    const inpStrides = order.map((d) => strides[d]!);
    const outStrides = contiguousStrides(outShape);
    stridedCopy(sink, { inp, out, shape: outShape, inpStrides, outStrides, label: 'permute' });
    return;
  }
  const [batch, rows, cols] = asTranspose(args) as [number, number, number];
  const count = batch * rows * cols;
  requireRoom('permute', { inp: [inp, count], out: [out, count] });
  sink.dispatch({
    label: 'permute',
    shader: { name: 'transpose_tiled', code: transposeCode },
    bindings: [read(inp), write(out)],
    params: [rows, cols],
    grid: [Math.ceil(cols / 16), Math.ceil(rows / 16), batch],
    flops: 0,
    bytes: 8 * count,
  });
}
