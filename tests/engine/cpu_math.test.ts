// exp and log of the CPU's kernels over all that a float can be, in units of the last place.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unaryForward, type UnaryKind } from '../../src/gpu/kernels/elementwise';
import { openTestCpu } from '../kernels/runOnCpu';
import type { TestGpu } from '../kernels/testGpu';

let cpu: TestGpu;
beforeAll(async () => {
  cpu = await openTestCpu();
});
afterAll(() => cpu.device.destroy());

async function apply(kind: UnaryKind, inp: Float32Array): Promise<Float32Array> {
  const size = inp.length;
  const got = await cpu.run({ inp, out: new Float32Array(size) }, (sink, views) =>
    unaryForward(sink, { kind, ...views, size }),
  );
  return got.out;
}

/** The greatest error in units of the last place of what was wanted, a normal number. */
function worstUlp(got: Float32Array, want: (i: number) => number): number {
  let worst = 0;
  got.forEach((value, i) => {
    const right = want(i);
    const ulp = 2 ** (Math.floor(Math.log2(Math.abs(right))) - 23);
    worst = Math.max(worst, Math.abs(value - right) / ulp);
  });
  return worst;
}

test('log of all magnitudes, denormal ones too', async () => {
  // Odd steps through the bits, so that the mantissas differ.
  const bits = Uint32Array.from({ length: 200_003 }, (_, i) => 1 + i * 10_651);
  const inp = new Float32Array(bits.buffer);
  expect(worstUlp(await apply('log', inp), (i) => Math.log(inp[i]!))).toBeLessThan(1);
});

test('log around 1', async () => {
  const inp = Float32Array.from({ length: 100_001 }, (_, i) => 0.4 + i * 2.1e-5);
  const others = inp.filter((x) => x !== 1);
  expect(worstUlp(await apply('log', others), (i) => Math.log(others[i]!))).toBeLessThan(1);
});

test('log of what has none, and of infinity', async () => {
  const got = await apply('log', Float32Array.of(0, -0, -1, -1e-45, -Infinity, NaN, Infinity, 1));
  expect([...got]).toEqual([-Infinity, -Infinity, NaN, NaN, NaN, NaN, Infinity, 0]);
});

test('exp from the least normal number to the greatest', async () => {
  const inp = Float32Array.from({ length: 200_003 }, (_, i) => -86.6 + i * 8.76e-4);
  expect(worstUlp(await apply('exp', inp), (i) => Math.exp(inp[i]!))).toBeLessThan(1);
});

test('exp beyond both ends', async () => {
  const got = await apply('exp', Float32Array.of(-87, -104, -1e30, -Infinity, 0, -0, 88.8, 1e30));
  expect([...got]).toEqual([0, 0, 0, 0, 1, 1, Infinity, Infinity]);
  expect([...(await apply('exp', Float32Array.of(Infinity, NaN)))]).toEqual([Infinity, NaN]);
});
