// Sum, mean or maximum over chosen dimensions, in a fixed order. Long sums go in several passes:
// for speed, and because float32 loses little over 4096 terms but much over a million.
import binaryLib from '../../shaders/lib/binary.wgsl';
import stridesLib from '../../shaders/lib/strides.wgsl';
import code from '../../shaders/reduce.wgsl';
import rowsCode from '../../shaders/reduce_rows.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, requireRoom, rowTile, write } from './shapes';
import { contiguousStrides, walk, type Walk } from './strides';

export type ReduceKind = 'sum' | 'mean' | 'max';

export interface Reduce {
  readonly kind: ReduceKind;
  readonly inp: BufferView;
  /** The remaining dimensions in order. */
  readonly out: BufferView;
  readonly shape: readonly number[];
  /** Dimensions that vanish. */
  readonly axes: readonly number[];
  /** Forces a variant; for tests and benchmarks. */
  readonly variant?: ReduceVariant | undefined;
}

export type ReduceVariant = 'plain' | 'rows';

const MOST_PER_SPLIT = 4096;
const LEAST_PER_SPLIT = 64;

/** The variants that fit, plain first: `rows` where only trailing dimensions vanish. */
export function reduceVariants({ shape, axes }: Pick<Reduce, 'shape' | 'axes'>): ReduceVariant[] {
  const isWide = (d: number): boolean => shape[d]! > 1;
  const vanishing = axes.filter(isWide);
  const keepsLater = shape.some(
    (_, d) => isWide(d) && !axes.includes(d) && vanishing.some((axis) => axis < d),
  );
  return vanishing.length === 0 || keepsLater ? ['plain'] : ['plain', 'rows'];
}

export function reduce(sink: DispatchSink, args: Reduce): void {
  const { kind, inp, out, shape, axes, variant = reduceVariants(args).at(-1)! } = args;
  const strides = contiguousStrides(shape);
  const side = (keep: boolean): Walk => {
    const dims = shape.map((_, d) => d).filter((d) => axes.includes(d) !== keep);
    return walk(
      'reduce',
      dims.map((d) => shape[d]!),
      [dims.map((d) => strides[d]!)],
    );
  };
  const [remaining, vanishing] = [side(true), side(false)];
  const size = remaining.count * vanishing.count;
  requireRoom('reduce', { inp: [inp, size], out: [out, remaining.count] });
  const max = kind === 'max';
  const factor = kind === 'mean' ? 1 / vanishing.count : 1;
  if (variant === 'rows') {
    rowsPass(sink, { inp, out, rows: remaining.count, width: vanishing.count, max, factor });
  } else pass(sink, { inp, out, remaining, vanishing, max, factor });
}

interface RowsPass {
  readonly inp: BufferView;
  readonly out: BufferView;
  readonly rows: number;
  readonly width: number;
  readonly max: boolean;
  readonly factor: number;
}

function rowsPass(sink: DispatchSink, args: RowsPass): void {
  const { inp, out, rows, width, max, factor } = args;
  const perSplit = Math.min(width, MOST_PER_SPLIT);
  const splits = Math.ceil(width / perSplit);
  const tile = rowTile(sink, perSplit);
  const result = splits === 1 ? out : sink.scratch('reduce_rows', rows * splits * 4);
  sink.dispatch({
    label: 'reduce_rows',
    shader: { name: 'reduce_rows', code: rowsCode, lib: [binaryLib] },
    constants: { ...tile, MAX: max },
    bindings: [read(inp), write(result)],
    params: [rows, width, perSplit, splits, f32(splits === 1 ? factor : 1)],
    grid: foldGrid(Math.ceil((rows * splits) / tile.ROWS)),
    flops: rows * width,
    bytes: 4 * rows * (width + splits),
  });
  if (splits > 1) rowsPass(sink, { ...args, inp: result, width: splits });
}

interface Pass {
  readonly inp: BufferView;
  readonly out: BufferView;
  readonly remaining: Walk;
  readonly vanishing: Walk;
  readonly max: boolean;
  readonly factor: number;
}

function pass(sink: DispatchSink, args: Pass): void {
  const { inp, out, remaining, vanishing, max, factor } = args;
  const { count: outs } = remaining;
  const { count: reduced } = vanishing;
  // Enough invocations to fill the device, but none with too little to do.
  const wanted = sink.limits.software ? 256 : 16384;
  const share = Math.max(LEAST_PER_SPLIT, Math.ceil((reduced * outs) / wanted));
  const perSplit = Math.min(reduced, MOST_PER_SPLIT, share);
  const splits = Math.ceil(reduced / perSplit);
  const result = splits === 1 ? out : sink.scratch('reduce', outs * splits * 4);
  const [from, over] = [remaining.operands[0]!, vanishing.operands[0]!];
  sink.dispatch({
    label: 'reduce',
    shader: { name: 'reduce', code, lib: [binaryLib, stridesLib] },
    constants: { MAX: max, INNER: Math.max(remaining.inner, vanishing.inner) },
    bindings: [read(inp), write(result)],
    params: [
      outs,
      reduced,
      perSplit,
      splits,
      f32(splits === 1 ? factor : 1),
      from.outer,
      over.outer,
      0,
      ...remaining.dims,
      ...from.strides,
      ...vanishing.dims,
      ...over.strides,
    ],
    grid: foldGrid(Math.ceil((outs * splits) / 64)),
    flops: outs * reduced,
    bytes: 4 * outs * (reduced + splits),
  });
  if (splits === 1) return;
  const next = {
    remaining: walk('reduce', [outs], [[1]]),
    vanishing: walk('reduce', [splits], [[outs]]),
  };
  pass(sink, { ...args, ...next, inp: result });
}
