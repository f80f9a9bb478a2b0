// A tensor inside a larger one: padding, and the gradient of a slice.
import { ShapeError } from '../../errors';
import code from '../../../shaders/pad.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../../dispatch';
import { read, requireRoom, write } from '../shapes';
import { contiguousStrides } from '../strides';

export interface Pad {
  readonly inp: BufferView;
  /** Added to: what `out` holds around the box instead of `value`. Like `out`. */
  readonly base?: BufferView | undefined;
  readonly out: BufferView;
  readonly shape: readonly number[];
  readonly outShape: readonly number[];
  /** Where `inp` starts in each dimension of `out`. */
  readonly before: readonly number[];
  readonly value?: number;
}

const DIMENSIONS = 5;

export function pad(sink: DispatchSink, args: Pad): void {
  const { inp, base, out, shape, outShape, before, value = 0 } = args;
  if (shape.length > DIMENSIONS) {
    throw new ShapeError({
      op: 'pad',
      node: inp.buffer.label,
      expected: `at most ${DIMENSIONS} dimensions`,
      got: `[${shape.join(', ')}]`,
      remedy: 'Merge dimensions that are not padded with reshape.',
    });
  }
  const count = outShape.reduce((product, extent) => product * extent, 1);
  const size = shape.reduce((product, extent) => product * extent, 1);
  requireRoom('pad', { inp: [inp, size], base: [base, count], out: [out, count] });
  const five = (values: readonly number[], filler: number): number[] => [
    ...Array.from({ length: DIMENSIONS - values.length }, () => filler),
    ...values,
  ];
  const [starts, extents] = [five(before, 0), five(shape, 1)];
  const strides = five(contiguousStrides(shape), 0);
  sink.dispatch({
    label: 'pad',
    shader: { name: 'pad', code },
    constants: { BASE: base !== undefined },
    bindings: [read(inp), read(base ?? inp), write(out)],
    params: [
      count,
      starts[0]!,
      extents[0]!,
      strides[0]!,
      ...five(outShape, 1).slice(1),
      ...starts.slice(1),
      ...extents.slice(1),
      ...strides.slice(1),
      f32(value),
    ],
    grid: foldGrid(Math.ceil(count / 64)),
    flops: base ? size : 0,
    bytes: 4 * (size + count * (base ? 2 : 1)),
  });
}
