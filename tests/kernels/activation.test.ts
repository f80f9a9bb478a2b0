// Activations on their own and gated linear units, against float64.
import { beforeAll, describe, test } from 'vitest';
import { activationBackward, activationForward } from '../../src/gpu/kernels/activation';
import { swigluBackward, swigluForward } from '../../src/gpu/kernels/swiglu';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

/** erf by its Taylor series: exact enough in float64 for |x| < 4. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const FUNCTIONS = {
  none: (x: number) => x,
  relu: (x: number) => Math.max(0, x),
  silu: (x: number) => x * sigmoid(x),
  tanh: Math.tanh,
  sigmoid,
  gelu_tanh: (x: number) => 0.5 * x * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x ** 3))),
  gelu_erf: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
};
type Kind = keyof typeof FUNCTIONS;

/** Fourth-order central difference in float64: right to about 1e-12. */
function derivative(f: (x: number) => number, x: number): number {
  const h = 1e-3;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

const SIZES = [1, 7, 65, 1031];
/** Away from relu's corner, where a difference would straddle it. */
const inputs = (size: number) =>
  normals(size, 1, 1.5).map((x) => (Math.abs(x) < 0.01 ? 0.5 : Math.max(-5, Math.min(5, x))));

describe.each(Object.keys(FUNCTIONS) as Kind[])('%s', (kind) => {
  const f = FUNCTIONS[kind];

  test.each(SIZES)('activation of %i', async (size) => {
    const inp = inputs(size);
    const dout = normals(size, 2);
    const tensors = { inp, dout, out: garbage(size), dinp: garbage(size) };
    const got = await gpu.run(tensors, (sink, views) => {
      activationForward(sink, { kind, ...views, size });
      activationBackward(sink, { kind, ...views, size });
    });
    expectClose(got.out, Array.from(inp, f));
    expectClose(
      got.dinp,
      Array.from(inp, (x, i) => derivative(f, x) * dout[i]!),
    );
  });

  test.each(SIZES)('gated by it, %i', async (size) => {
    const gate = inputs(size);
    const [up, dout] = [normals(size, 3), normals(size, 4)];
    const outputs = { out: garbage(size), dgate: garbage(size), dup: garbage(size) };
    const got = await gpu.run({ gate, up, dout, ...outputs }, (sink, views) => {
      swigluForward(sink, { kind, ...views, size });
      swigluBackward(sink, { kind, ...views, size });
    });
    expectClose(
      got.out,
      Array.from(gate, (x, i) => f(x) * up[i]!),
    );
    expectClose(
      got.dgate,
      Array.from(gate, (x, i) => derivative(f, x) * up[i]! * dout[i]!),
    );
    expectClose(
      got.dup,
      Array.from(gate, (x, i) => f(x) * dout[i]!),
    );
  });
});
