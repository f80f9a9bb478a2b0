// Graph ops one by one: L = Σ upstream · output, its gradient along a random direction against a
// central difference. Values are checked by the kernel tests and the reference cases.
import { ShapeError } from '../../src/gpu/errors';
import { afterAll, describe, expect, test } from 'vitest';
import type { BufferView } from '../../src/gpu/dispatch';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import { gradients } from '../../src/training/autograd';
import { GraphLowering } from '../../src/training/lower';
import { activation } from '../../src/training/ops/activation';
import { add, div, maximum, minimum, mul, sub } from '../../src/training/ops/binary';
import { concat, split, stack } from '../../src/training/ops/layout/concat';
import { conv1dCausal } from '../../src/training/ops/conv1d';
import { gather } from '../../src/training/ops/layout/gather';
import { clipGradients } from '../../src/training/ops/gradientClip';
import { ntXent, simcse, symmetric } from '../../src/training/ops/losses/infoNce';
import { linear, matmul } from '../../src/training/ops/matmul';
import { max } from '../../src/training/ops/max';
import { permute, transpose } from '../../src/training/ops/layout/permute';
import { pool } from '../../src/training/ops/pool';
import { expand, mean, sum } from '../../src/training/ops/reduce';
import { rnn } from '../../src/training/ops/rnn';
import { pad, slice } from '../../src/training/ops/layout/slice';
import { swiglu } from '../../src/training/ops/swiglu';
import { abs, exp, log, neg, reciprocal, scale, sqrt, square } from '../../src/training/ops/unary';
import { leaf, sizeOf, type DType, type Tensor } from '../../src/training/tensor';
import { normals } from './reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const place = (label: string, size: number): BufferView =>
  wholeView(declareBuffer(label, Math.max(16, size * 4), 'data', true));

const input = (name: string, shape: number[], dtype: DType = 'f32'): Tensor =>
  leaf(name, shape, dtype, place(name, sizeOf(shape)));

interface Check {
  readonly inputs: readonly number[][];
  /** Values in (0.3, …) for functions that need them. */
  readonly positive?: boolean;
  /** Whole numbers that the op reads besides. */
  readonly ints?: { readonly shape: number[]; readonly data: Uint32Array<ArrayBuffer> };
  readonly build: (inputs: Tensor[], ints: Tensor) => Tensor;
}

async function bothDerivatives({ inputs, positive, ints, build }: Check) {
  const leaves = inputs.map((shape, index) => input(`in${index}`, shape));
  const whole = input('ints', ints?.shape ?? [1], 'u32');
  const out = build(leaves, whole);
  const upstream = input('upstream', [...out.shape]);
  const found = gradients([{ output: out, gradient: upstream }], leaves);
  const targets = [out, ...found.map((tensor) => tensor!)].map((tensor, index) => ({
    tensor,
    into: place(`target${index}`, sizeOf(tensor.shape)),
  }));
  const recorder = new Recorder(context.open.limits);
  new GraphLowering(recorder, place('step', 64)).run(targets);
  const program = await context.compile(recorder.dispatches);
  const { buffers } = context;
  if (ints) buffers.write(whole.leaf!, ints.data);
  const floats = (tensor: Tensor, seed: number): Float32Array =>
    normals(sizeOf(tensor.shape), seed).map((x) => (positive ? Math.abs(x) + 0.3 : x));
  const values = leaves.map((tensor, index) => floats(tensor, index + 1));
  const directions = leaves.map(({ shape }, index) => normals(sizeOf(shape), 50 + index));
  const up = normals(sizeOf(out.shape), 99);
  buffers.write(upstream.leaf!, Float32Array.from(up));
  const lossAt = async (amount: number): Promise<number> => {
    leaves.forEach((tensor, index) => {
      const moved = values[index]!.map((x, i) => x + amount * directions[index]![i]!);
      buffers.write(tensor.leaf!, Float32Array.from(moved));
    });
    program.run();
    const y = await buffers.readFloats(targets[0]!.into);
    return up.reduce((total, u, i) => total + u * y[i]!, 0);
  };
  const h = 2e-3;
  const byDifference = ((await lossAt(h)) - (await lossAt(-h))) / (2 * h);
  await lossAt(0);
  let byGradient = 0;
  for (const [index, direction] of directions.entries()) {
    const gradient = await buffers.readFloats(targets[index + 1]!.into);
    direction.forEach((d, i) => (byGradient += d * gradient[i]!));
  }
  program.destroy();
  return { byGradient, byDifference };
}

const ids = { shape: [2, 3], data: Uint32Array.of(4, 0, 4, 1, 4, 2) };
const mask = { shape: [2, 5], data: Uint32Array.of(1, 1, 1, 0, 0, 1, 1, 1, 1, 1) };
const ROWS = [[4, 5]];

const CHECKS: Record<string, Check> = {
  'add, both broadcast': {
    inputs: [
      [3, 1, 5],
      [4, 1],
    ],
    build: ([a, b]) => add(a!, b!),
  },
  'matmul, both broadcast': {
    inputs: [
      [3, 1, 5, 7],
      [1, 4, 7, 2],
    ],
    build: ([a, b]) => matmul(a!, b!),
  },
  'matmul of vectors': { inputs: [[7], [7]], build: ([a, b]) => matmul(a!, b!) },
  'add along seven dimensions by turns': {
    inputs: [
      [2, 1, 2, 1, 2, 1, 2],
      [1, 2, 1, 3, 1, 2, 1],
    ],
    build: ([a, b]) => square(add(a!, b!)),
  },
  'sub of a row': { inputs: [[4, 5], [5]], build: ([a, b]) => sub(a!, b!) },
  'mul by a column': {
    inputs: [
      [4, 5],
      [4, 1],
    ],
    build: ([a, b]) => mul(a!, b!),
  },
  'mul by itself': { inputs: ROWS, build: ([a]) => mul(a!, a!) },
  'div by a scalar': { inputs: [[4, 5], []], positive: true, build: ([a, b]) => div(a!, b!) },
  div: { inputs: [[5], [4, 5]], positive: true, build: ([a, b]) => div(a!, b!) },
  maximum: { inputs: [[4, 5], [5]], build: ([a, b]) => maximum(a!, b!) },
  minimum: {
    inputs: [
      [4, 5],
      [4, 5],
    ],
    build: ([a, b]) => minimum(a!, b!),
  },
  'scale, neg': { inputs: ROWS, build: ([x]) => neg(scale(x!, 3, 1)) },
  exp: { inputs: ROWS, build: ([x]) => exp(x!) },
  'log, sqrt': { inputs: ROWS, positive: true, build: ([x]) => log(sqrt(x!)) },
  reciprocal: { inputs: ROWS, positive: true, build: ([x]) => reciprocal(x!) },
  'square, abs': { inputs: ROWS, build: ([x]) => mul(abs(x!), square(x!)) },
  'gelu behind a sum': { inputs: ROWS, build: ([x]) => activation(add(x!, x!), 'gelu_erf') },
  'silu in front of a product': {
    inputs: [
      [3, 4],
      [6, 4],
    ],
    build: ([x, w]) => linear(activation(x!, 'silu'), w!),
  },
  'activation inside a product, then elementwise': {
    inputs: [
      [3, 4],
      [6, 4],
    ],
    build: ([x, w]) => square(linear(x!, w!, undefined, { activation: 'tanh' })),
  },
  swiglu: {
    inputs: [
      [4, 5],
      [4, 5],
    ],
    build: ([a, b]) => swiglu(a!, b!),
  },
  'sum in the middle': { inputs: [[2, 3, 4]], build: ([x]) => sum(square(x!), { axes: [1] }) },
  'mean of all': { inputs: [[2, 3, 4]], build: ([x]) => mean(square(x!)) },
  'mean of the last, kept': {
    inputs: [[2, 3, 4]],
    build: ([x]) => sub(x!, mean(square(x!), { axes: [-1], keepDims: true })),
  },
  'max of rows': { inputs: ROWS, build: ([x]) => max(x!, { axes: [1] }) },
  expand: { inputs: [[2, 1, 4]], build: ([x]) => square(expand(x!, [3, 2, 5, 4])) },
  permute: { inputs: [[2, 3, 4, 5]], build: ([x]) => square(permute(x!, [2, 0, 3, 1])) },
  transpose: { inputs: [[2, 3, 4]], build: ([x]) => square(transpose(x!)) },
  'three slices of one': {
    inputs: [[4, 9]],
    build: ([x]) => mul(mul(slice(x!, 1, 0, 3), slice(x!, 1, 2, 5)), slice(x!, 1, -3)),
  },
  pad: { inputs: [[2, 3]], build: ([x]) => square(pad(x!, [1, 0], [0, 2], 0.5)) },
  concat: {
    inputs: [
      [2, 3, 2],
      [2, 1, 2],
    ],
    build: ([a, b]) => square(concat([a!, b!, a!], 1)),
  },
  stack: {
    inputs: [
      [2, 3],
      [2, 3],
    ],
    build: ([a, b]) => square(stack([a!, b!])),
  },
  'split, one part unused': {
    inputs: [[2, 6]],
    build: ([x]) => {
      const [a, , c] = split(x!, 1, [2, 3, 1]);
      return mul(a!, c!);
    },
  },
  'conv1d in two groups, dilated': {
    inputs: [[2, 4, 7], [6, 2, 3], [6]],
    build: ([x, w, bias]) => conv1dCausal(x!, w!, { bias, dilation: 2, groups: 2 }),
  },
  'conv1d depthwise': {
    inputs: [
      [2, 3, 5],
      [3, 1, 4],
    ],
    build: ([x, w]) => conv1dCausal(x!, w!, { groups: 3 }),
  },
  'lstm without biases, by its last cell state': {
    inputs: [
      [2, 3, 2],
      [8, 2],
      [8, 2],
      [1, 2, 2],
      [1, 2, 2],
    ],
    build: ([x, weightIh, weightHh, h, c]) =>
      rnn('lstm', x!, [{ weightIh: weightIh!, weightHh: weightHh! }], h!, c!).cN!,
  },
  gather: { inputs: [[5, 4]], ints: ids, build: ([x], rows) => square(gather(x!, rows)) },
  'pool the mean': { inputs: [[2, 5, 3]], ints: mask, build: ([x], m) => pool(x!, 'mean', m) },
  'pool the last': { inputs: [[2, 5, 3]], ints: mask, build: ([x], m) => pool(x!, 'last', m) },
  'pool the first': { inputs: [[2, 5, 3]], build: ([x]) => pool(x!, 'cls') },
  'one tensor on both sides': { inputs: [[4, 4]], build: ([x]) => matmul(x!, x!) },
  'clipped by norm': {
    inputs: [[4, 5], [3]],
    build: ([a, b]) => concat(clipGradients([sum(a!, { axes: [1] }), b!], 1).gradients, 0),
  },
  simcse: {
    inputs: [
      [4, 6],
      [4, 6],
      [4, 6],
    ],
    build: ([a, b, c]) => simcse(a!, b!, 0.5, c).loss,
  },
  symmetric: {
    inputs: [
      [4, 6],
      [4, 6],
    ],
    build: ([a, b]) => symmetric(a!, b!, 0.5).loss,
  },
  ntXent: {
    inputs: [
      [4, 6],
      [4, 6],
    ],
    build: ([a, b]) => ntXent(a!, b!, 0.5).loss,
  },
};

describe('gradient against finite differences', () => {
  test.each(Object.entries(CHECKS))('%s', async (_name, check) => {
    const { byGradient, byDifference } = await bothDerivatives(check);
    expect(byGradient).not.toBe(0);
    expect(Math.abs(byGradient - byDifference)).toBeLessThan(5e-3 * Math.abs(byDifference) + 5e-3);
  });
});

describe('shapes that do not fit are refused in words', () => {
  const x = input('x', [3, 4]);
  const wrong: [name: string, build: () => unknown, words: RegExp][] = [
    ['add', () => add(x, input('y', [3])), /\[3, 4\] and \[3\]/],
    ['sum', () => sum(x, { axes: [2] }), /dimensions of \[3, 4\]/],
    ['sum twice', () => sum(x, { axes: [1, -1] }), /different dimensions/],
    ['expand', () => expand(x, [3, 5]), /\[3, 5\]/],
    ['permute', () => permute(x, [0, 0]), /each dimension/],
    ['slice', () => slice(x, 1, 3, 6), /positions within 4/],
    ['concat', () => concat([x, input('y', [4, 4])], 1), /like \[3, 4\]/],
    ['gather', () => gather(x, x), /whole numbers/],
    ['split', () => split(x, 1, [2, 3]), /add up to 4/],
    ['conv1d', () => conv1dCausal(input('y', [1, 3, 4]), input('w', [2, 2, 3])), /\[B, 2, T\]/],
    ['rnn', () => rnn('gru', input('y', [1, 3, 4]), [], x), /a first state/],
    ['swiglu', () => swiglu(x, input('y', [4, 3])), /\[3, 4\] and \[4, 3\]/],
    ['matmul, inner', () => matmul(x, input('y', [3, 4])), /inner dimensions/],
    [
      'matmul, leading dimensions of one size',
      () => matmul(input('y', [2, 3, 4, 5]), input('z', [6, 5, 4])),
      /\[2, 3\] and \[6\]/,
    ],
    [
      'matmul, leading dimensions swapped',
      () => matmul(input('y', [2, 3, 4, 5]), input('z', [3, 2, 5, 4])),
      /\[2, 3\] and \[3, 2\]/,
    ],
    ['matmul by a scalar', () => matmul(x, input('y', [])), /at least one dimension/],
    ['matmul, a vector transposed', () => matmul(x, input('y', [4]), { transB: true }), /\[4\]ᵀ/],
    ['pool', () => pool(input('y', [2, 3, 4]), 'mean'), /a mask \[2, 3\]/],
    ['simcse', () => simcse(x, input('y', [3, 5]), 1), /one shape/],
  ];
  test.each(wrong)('%s', (_name, build, words) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(words);
  });
});
