// grad_norm and adamw against float64.
import { beforeAll, expect, test } from 'vitest';
import { adamw } from '../../src/gpu/kernels/optimizer/adamw';
import { gradNorm } from '../../src/gpu/kernels/optimizer/gradNorm';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu, withBindingLimit } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const SIZES = [1, 3, 4, 255, 1021, 70_003];

/** An arena: a multiple of 4 elements, zeros beyond the last. */
function arena(size: number, seed: number, scale = 1): Float32Array {
  const data = new Float32Array(Math.ceil(size / 4) * 4);
  data.set(normals(size, seed, scale));
  return data;
}

const normOf = (g: Float32Array) => Math.sqrt(g.reduce((a, v) => a + v * v, 0));

test.each(SIZES)('grad_norm of %i', async (size) => {
  const grads = arena(size, 1);
  const step = new Uint32Array(packStep({ learningRate: 1, step: 1, seed: 1, lossScale: 4 }));
  const norm = normOf(grads);
  for (const limit of [2 ** 27, 4096]) {
    for (const [maxNorm, scaled] of [
      [0, false],
      [norm / 3, false],
      [norm * 3, false],
      [norm / 8, true],
    ] as const) {
      const got = await gpu.run({ grads, step, out: garbage(4) }, (sink, views) =>
        gradNorm(withBindingLimit(sink, limit), {
          grads: views.grads,
          out: views.out,
          sizeElements: size,
          maxNorm,
          step: scaled ? views.step : undefined,
        }),
      );
      const unscaled = scaled ? norm / 4 : norm;
      const clip = maxNorm > 0 ? Math.min(1, maxNorm / (unscaled + 1e-6)) : 1;
      expectClose(got.out.subarray(0, 1), [unscaled]);
      expectClose(got.out.subarray(1, 2), [scaled ? clip / 4 : clip]);
      expect([...new Uint32Array(got.out.buffer, 8)]).toEqual([0, 0xffff_ffff]);
    }
  }
});

test.each([NaN, Infinity, -Infinity])('grad_norm finds %f', async (value) => {
  for (const at of [0, 1018, 5000]) {
    const grads = arena(7000, 2);
    grads[at] = value;
    grads[6001] = NaN;
    const got = await gpu.run({ grads, out: garbage(4) }, (sink, views) =>
      gradNorm(withBindingLimit(sink, 8192), { ...views, sizeElements: 7000, maxNorm: 1 }),
    );
    const [nonFinite, first] = new Uint32Array(got.out.buffer, 8);
    expect(nonFinite).toBe(1);
    expect(first).toBe(at - (at % 4));
  }
});

test('grad_norm finds that finite gradients have squares that are not', async () => {
  const grads = arena(9, 2, 1e20);
  const got = await gpu.run({ grads, out: garbage(4) }, (sink, views) =>
    gradNorm(sink, { ...views, sizeElements: 9, maxNorm: 1 }),
  );
  expect([...new Uint32Array(got.out.buffer, 8)]).toEqual([1, 0xffff_ffff]);
});

test.each(SIZES)('adamw on %i', async (size) => {
  const state = {
    params: arena(size, 3),
    grads: arena(size, 4),
    m: arena(size, 5, 0.1),
    v: arena(size, 6).map((x) => x * x),
    norm: new Float32Array(new Uint32Array([0, 0, 0, 0xffff_ffff]).buffer),
  };
  state.norm[1] = 0.5;
  const [learningRate, beta1, beta2, eps, weightDecay] = [0.01, 0.9, 0.999, 1e-8, 0.1];
  const decayEnd = Math.floor(size / 2);
  const step = new Uint32Array(packStep({ learningRate, step: 3, seed: 1, beta1, beta2 }));
  for (const limit of [2 ** 27, 4096]) {
    const got = await gpu.run({ ...state, step }, (sink, views) =>
      adamw(withBindingLimit(sink, limit), {
        ...views,
        sizeElements: size,
        decayEnd,
        beta1,
        beta2,
        eps,
        weightDecay,
      }),
    );
    const g = Array.from(state.grads, (x) => x * 0.5);
    const m = g.map((x, i) => beta1 * state.m[i]! + (1 - beta1) * x);
    const v = g.map((x, i) => beta2 * state.v[i]! + (1 - beta2) * x * x);
    const p = g.map((_, i) => {
      const decayed = state.params[i]! * (i < decayEnd ? 1 - learningRate * weightDecay : 1);
      const denominator = Math.sqrt(v[i]! / (1 - beta2 ** 3)) + eps;
      return decayed - (learningRate * (m[i]! / (1 - beta1 ** 3))) / denominator;
    });
    expectClose(got.m, m, 1e-6);
    expectClose(got.v, v, 1e-6);
    expectClose(got.params, p, 2e-6);
  }
});

test('adamw leaves everything as it is where a gradient is not finite', async () => {
  const state = { params: arena(9, 3), m: arena(9, 4), v: arena(9, 5).map((x) => x * x) };
  const grads = arena(9, 6);
  grads[7] = NaN;
  const step = new Uint32Array(
    packStep({ learningRate: 1, step: 1, seed: 1, beta1: 0.9, beta2: 0.99 }),
  );
  const got = await gpu.run({ ...state, grads, step, norm: garbage(4) }, (sink, views) => {
    gradNorm(sink, { grads: views.grads, out: views.norm, sizeElements: 9, maxNorm: 1 });
    const betas = { beta1: 0.9, beta2: 0.99, eps: 1e-8 };
    adamw(sink, { ...views, ...betas, sizeElements: 9, decayEnd: 9, weightDecay: 0.1 });
  });
  expect(got.params).toEqual(state.params);
  expect(got.m).toEqual(state.m);
  expect(got.v).toEqual(state.v);
});
