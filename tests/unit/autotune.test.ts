// The autotuner's rules, with measurements that are made up and a clock that they move.
import { expect, test } from 'vitest';
import { Autotuner, type VariantMeasurer } from '../../src/gpu/autotune';
import type { KernelLimits, MatmulShape } from '../../src/gpu/dispatch';
import { matmul } from '../../src/gpu/kernels/matmul/matmul';
import {
  chooseMatmul,
  matmulShapeClass,
  matmulVariants,
} from '../../src/gpu/kernels/matmul/matmulVariants';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';

const limits: KernelLimits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
  f16: false,
  subgroupSize: 32,
  software: false,
  dot4: false,
};

const shapeOf = (m: number, n: number, k: number): MatmulShape => ({
  m,
  n,
  k,
  transA: false,
  transB: false,
  batch: 1,
  strideA: m * k,
  strideB: k * n,
  strideOut: m * n,
});
const large = shapeOf(512, 512, 512);
const small = shapeOf(256, 128, 64);
const chosen = chooseMatmul(limits, large);
const other = matmulVariants(limits, large).find((name) => name !== chosen && name !== 'plain')!;

/** Answers from a table of ms by variant; null is wrong numbers. Each measurement takes 10 ms. */
function tunerWith(table: Record<string, number | null>, stored = {}) {
  let now = 0;
  const requested: string[] = [];
  let released = 0;
  const measurer: VariantMeasurer = {
    measure(_shape, variant, deadlineMs) {
      requested.push(variant);
      now += 10;
      const ms = variant in table ? table[variant]! : 5;
      return Promise.resolve(now > deadlineMs ? 'late' : ms);
    },
    release: () => void released++,
  };
  const tuner = new Autotuner(limits, measurer, stored, () => now);
  return { tuner, requested, released: () => released };
}

const record = (with_: KernelLimits, shape: MatmulShape): string => {
  const view = wholeView(declareBuffer('x', 4 * 2 ** 20, 'data', true));
  const recorder = new Recorder(with_);
  const out = wholeView(declareBuffer('y', 4 * 2 ** 20, 'data', true));
  matmul(recorder, { a: view, b: view, out, shape });
  return recorder.dispatches[0]!.shader.name;
};

test('the fastest is chosen, and the launcher follows', async () => {
  const { tuner, released } = tunerWith({ [other]: 1 });
  const [row] = await tuner.tune([large]);
  expect(row!.variant).toBe(other);
  expect(row!.measured[chosen]).toBe(5);
  expect(tuner.choose(matmulShapeClass(large))).toBe(other);
  expect(released()).toBe(1);
  const { tuner: plainly } = tunerWith({ plain: 0.001, tiled: 1 });
  await plainly.tune([large]);
  expect(record({ ...limits, choices: plainly }, large)).toBe('matmul_tiled');
  expect(record(limits, large)).not.toBe('matmul_tiled');
});

test('a small gain is none, and wrong numbers are never chosen', async () => {
  const { tuner } = tunerWith({ [other]: 4.9 });
  expect((await tuner.tune([large]))[0]!.variant).toBe(chosen);
  const { tuner: wrong } = tunerWith({ [other]: null });
  expect((await wrong.tune([large]))[0]!.variant).toBe(chosen);
  const all = Object.fromEntries(matmulVariants(limits, large).map((name) => [name, null]));
  const { tuner: hopeless } = tunerWith(all);
  expect((await hopeless.tune([large]))[0]!.variant).toBe('plain');
});

test('the budget ends the search; what was not reached keeps the rule, for good', async () => {
  const { tuner, requested } = tunerWith({ [other]: 1 });
  const rows = await tuner.tune([small, large], 15);
  // Most work first; the second measurement came too late.
  expect(rows.map(({ shape }) => shape)).toEqual([large, small]);
  expect(requested.length).toBe(2);
  expect(rows.map(({ variant }) => variant)).toEqual([chosen, chooseMatmul(limits, small)]);
  expect(await tuner.tune([small, large])).toEqual([]);
});

test('stored choices are taken as they are; on demand they are measured again', async () => {
  const stored = { [matmulShapeClass(large)]: { variant: chosen, shape: large } };
  const { tuner, requested } = tunerWith({ [other]: 1 }, stored);
  expect(await tuner.tune([large])).toEqual([]);
  expect(requested).toEqual([]);
  expect((await tuner.again()).map(({ variant }) => variant)).toEqual([other]);
  expect(tuner.tuned).toEqual({ [matmulShapeClass(large)]: { variant: other, shape: large } });
});

test('a capture tells its shapes, the largest of each class', () => {
  const { tuner } = tunerWith({});
  const shapes = tuner.shapesOf((collecting) => {
    record(collecting, shapeOf(500, 512, 512));
    record(collecting, large);
    record(collecting, small);
  });
  expect(shapes).toEqual([large, small]);
});
