// Element by element on the CPU, over tensors of any shape by their strides.
import type { BinaryKind } from '../../gpu/kernels/elementwise';
import { broadcastStrides } from '../../gpu/kernels/strides';
import { sizeOf, type Shape } from '../tensor';

/** Calls `visit` for every element of `shape`, in order, with its place in each operand. */
function walk(
  shape: Shape,
  first: Shape,
  second: Shape,
  visit: (index: number, inFirst: number, inSecond: number) => void,
): void {
  const place = shape.map(() => 0);
  let [a, b] = [0, 0];
  const size = sizeOf(shape);
  for (let index = 0; index < size; index++) {
    visit(index, a, b);
    for (let d = shape.length - 1; d >= 0; d--) {
      a += first[d]!;
      b += second[d]!;
      if (++place[d]! < shape[d]!) break;
      a -= first[d]! * shape[d]!;
      b -= second[d]! * shape[d]!;
      place[d] = 0;
    }
  }
}

/** out[by outStrides] = inp[inpFirst + by inpStrides]; the numbers may be of any 4-byte kind. */
export function stridedCopy(args: {
  readonly inp: Uint32Array;
  readonly out: Uint32Array;
  readonly shape: Shape;
  readonly inpStrides: Shape;
  readonly outStrides: Shape;
  readonly inpFirst?: number;
  readonly outFirst?: number;
}): void {
  const { inp, out, shape, inpStrides, outStrides, inpFirst = 0, outFirst = 0 } = args;
  walk(shape, inpStrides, outStrides, (_index, from, to) => {
    out[outFirst + to] = inp[inpFirst + from]!;
  });
}

const BINARY: Readonly<Record<BinaryKind, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  greater: (a, b) => (a === b ? 0.5 : Number(a > b)),
  equal: (a, b) => Number(a === b),
};

/** With broadcasting, as kernels/elementwise.ts. */
export function binary(args: {
  readonly kind: BinaryKind;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly out: Float32Array;
  readonly shapeA: Shape;
  readonly shapeB: Shape;
  readonly shapeOut: Shape;
}): void {
  const { kind, a, b, out, shapeA, shapeB, shapeOut } = args;
  const apply = BINARY[kind];
  const [first, second] = [broadcastStrides(shapeA, shapeOut), broadcastStrides(shapeB, shapeOut)];
  walk(shapeOut, first, second, (index, i, j) => (out[index] = apply(a[i]!, b[j]!)));
}
