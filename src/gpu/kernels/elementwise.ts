// Functions of one tensor (with gradient) and of two tensors with broadcasting.
import binaryCode from '../../shaders/binary.wgsl';
import binaryVec4Code from '../../shaders/binary_vec4.wgsl';
import binaryLib from '../../shaders/lib/binary.wgsl';
import stridesLib from '../../shaders/lib/strides.wgsl';
import unaryBackwardCode from '../../shaders/unary_backward.wgsl';
import unaryForwardCode from '../../shaders/unary_forward.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { read, requireRoom, write } from './shapes';
import { broadcastStrides, inFours, walk } from './strides';

/** Codes of unary_forward.wgsl. `affine` is inp * factor + shift. */
const UNARY = { affine: 0, exp: 1, log: 2, sqrt: 3, square: 4, abs: 5, reciprocal: 6 } as const;
export type UnaryKind = keyof typeof UNARY;

export interface UnaryForward {
  readonly kind: UnaryKind;
  readonly inp: BufferView;
  readonly out: BufferView;
  readonly size: number;
  readonly factor?: number | undefined;
  readonly shift?: number | undefined;
}

export function unaryForward(sink: DispatchSink, args: UnaryForward): void {
  const { kind, inp, out, size, factor = 1, shift = 0 } = args;
  requireRoom('unary_forward', { inp: [inp, size], out: [out, size] });
  sink.dispatch({
    label: 'unary_forward',
    shader: { name: 'unary_forward', code: unaryForwardCode },
    constants: { KIND: UNARY[kind] },
    bindings: [read(inp), write(out)],
    params: [size, f32(factor), f32(shift)],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: size,
    bytes: 8 * size,
  });
}

export interface UnaryBackward {
  readonly kind: UnaryKind;
  readonly dout: BufferView;
  readonly inp: BufferView;
  readonly dinp: BufferView;
  readonly size: number;
  readonly factor?: number | undefined;
}

export function unaryBackward(sink: DispatchSink, args: UnaryBackward): void {
  const { kind, dout, inp, dinp, size, factor = 1 } = args;
  requireRoom('unary_backward', { dout: [dout, size], inp: [inp, size], dinp: [dinp, size] });
  sink.dispatch({
    label: 'unary_backward',
    shader: { name: 'unary_backward', code: unaryBackwardCode },
    constants: { KIND: UNARY[kind] },
    bindings: [read(dout), read(inp), write(dinp)],
    params: [size, f32(factor)],
    grid: foldGrid(Math.ceil(size / 64)),
    flops: 2 * size,
    bytes: 12 * size,
  });
}

/** Codes of lib/binary.wgsl. */
const BINARY = { add: 0, sub: 1, mul: 2, div: 3, max: 4, min: 5, greater: 6, equal: 7 } as const;
export type BinaryKind = keyof typeof BINARY;

export interface Binary {
  readonly kind: BinaryKind;
  readonly a: BufferView;
  readonly b: BufferView;
  /** Broadcast shape of the other two. */
  readonly out: BufferView;
  readonly shapeA: readonly number[];
  readonly shapeB: readonly number[];
  readonly shapeOut: readonly number[];
  /** Forces a variant; for tests and benchmarks. */
  readonly variant?: 'plain' | 'vec4' | undefined;
}

/** The variants that fit, plain first. */
export function binaryVariants({
  shapeA,
  shapeB,
  shapeOut,
}: Pick<Binary, 'shapeA' | 'shapeB' | 'shapeOut'>): ('plain' | 'vec4')[] {
  return inFours(binaryWalk(shapeA, shapeB, shapeOut)) ? ['plain', 'vec4'] : ['plain'];
}

const binaryWalk = (a: readonly number[], b: readonly number[], out: readonly number[]) =>
  walk('binary', out, [broadcastStrides(a, out), broadcastStrides(b, out)]);

export function binary(sink: DispatchSink, args: Binary): void {
  const { kind, a, b, out, shapeA, shapeB, shapeOut } = args;
  const sizeOf = (shape: readonly number[]) => shape.reduce((n, extent) => n * extent, 1);
  const [sizeA, sizeB, size] = [sizeOf(shapeA), sizeOf(shapeB), sizeOf(shapeOut)];
  requireRoom('binary', { a: [a, sizeA], b: [b, sizeB], out: [out, size] });
  const scalar = binaryWalk(shapeA, shapeB, shapeOut);
  const fours = args.variant === 'plain' ? null : inFours(scalar);
  const { inner, count, dims, operands } = fours ?? scalar;
  const [left, right] = operands as [(typeof operands)[0], (typeof operands)[0]];
  sink.dispatch({
    label: 'binary',
    shader: fours
      ? { name: 'binary_vec4', code: binaryVec4Code, lib: [binaryLib, stridesLib] }
      : { name: 'binary', code: binaryCode, lib: [binaryLib, stridesLib] },
    constants: { KIND: BINARY[kind], INNER: inner },
    bindings: [read(a), read(b), write(out)],
    params: [count, left.outer, right.outer, 0, ...dims, ...left.strides, ...right.strides],
    grid: foldGrid(Math.ceil(count / 64)),
    flops: size,
    bytes: 4 * (sizeA + sizeB + size),
  });
}
