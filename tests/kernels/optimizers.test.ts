// sgd, lion, muon, adafactor and the average of weights against float64; adamw has its own file.
import { beforeAll, expect, test } from 'vitest';
import { adafactor } from '../../src/gpu/kernels/optimizer/adafactor';
import { ema } from '../../src/gpu/kernels/optimizer/ema';
import { gradientAccumulate } from '../../src/gpu/kernels/optimizer/gradientAccumulate';
import { lion } from '../../src/gpu/kernels/optimizer/lion';
import { muon } from '../../src/gpu/kernels/optimizer/muon';
import { sgd } from '../../src/gpu/kernels/optimizer/sgd';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { expectClose, normals } from './reference';
import { openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const SIZES = [1, 63, 1021, 4099];
const LR = 0.02;
const CLIP = 0.5;
const stepData = () =>
  new Uint32Array(packStep({ learningRate: LR, step: 4, seed: 1, emaDecay: 0.9 }));

function normData(nonFinite = 0): Uint32Array {
  const data = new Uint32Array([0, 0, nonFinite, 0xffff_ffff]);
  new Float32Array(data.buffer)[1] = CLIP;
  return data;
}

function arena(size: number, seed: number): Float32Array {
  const data = new Float32Array(Math.ceil(size / 4) * 4);
  data.set(normals(size, seed));
  return data;
}

const common = (size: number) => ({
  sizeElements: size,
  decayEnd: Math.floor(size / 2),
  weightDecay: 0.1,
});
const decayOf = (size: number, i: number) => (i < Math.floor(size / 2) ? 0.1 : 0);

for (const nesterov of [false, true]) {
  test.each(SIZES)(`sgd ${nesterov ? 'nesterov ' : ''}on %i`, async (size) => {
    const inputs = {
      params: arena(size, 1),
      grads: arena(size, 2),
      momentumBuffer: arena(size, 3),
    };
    const got = await gpu.run({ ...inputs, step: stepData(), norm: normData() }, (sink, views) =>
      sgd(sink, { ...views, ...common(size), momentum: 0.9, nesterov }),
    );
    const g = Array.from(inputs.grads, (x, i) => x * CLIP + decayOf(size, i) * inputs.params[i]!);
    const buffer = g.map((x, i) => 0.9 * inputs.momentumBuffer[i]! + x);
    const moved = buffer.map((b, i) => (nesterov ? g[i]! + 0.9 * b : b));
    expectClose(got.momentumBuffer, buffer, 1e-6);
    expectClose(
      got.params,
      moved.map((d, i) => inputs.params[i]! - LR * d),
      1e-6,
    );
  });
}

test.each(SIZES)('lion on %i', async (size) => {
  const inputs = { params: arena(size, 1), grads: arena(size, 2), m: arena(size, 3) };
  const got = await gpu.run({ ...inputs, step: stepData(), norm: normData() }, (sink, views) =>
    lion(sink, { ...views, ...common(size), beta1: 0.9, beta2: 0.99, learningRateScale: 0.5 }),
  );
  const g = Array.from(inputs.grads, (x) => x * CLIP);
  const params = g.map((x, i) => {
    const p = inputs.params[i]!;
    return p - 0.5 * LR * (Math.sign(0.9 * inputs.m[i]! + 0.1 * x) + decayOf(size, i) * p);
  });
  expectClose(got.params, params, 1e-6);
  expectClose(
    got.m,
    g.map((x, i) => 0.99 * inputs.m[i]! + 0.01 * x),
    1e-6,
  );
});

test.each(SIZES)('ema of %i', async (size) => {
  const inputs = { params: arena(size, 1), average: arena(size, 2) };
  const got = await gpu.run({ ...inputs, step: stepData(), norm: normData() }, (sink, views) =>
    ema(sink, { ...views, sizeElements: size }),
  );
  expectClose(
    got.average,
    Array.from(inputs.average, (x, i) => 0.9 * x + 0.1 * inputs.params[i]!),
    1e-6,
  );
});

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transposed = (a: Matrix): Matrix => a[0]!.map((_, j) => a.map((row) => row[j]!));

function newtonSchulz(g: Matrix): Matrix {
  const isTall = g.length > g[0]!.length;
  let x = isTall ? transposed(g) : g;
  const norm = Math.sqrt(x.flat().reduce((sum, v) => sum + v * v, 0)) + 1e-7;
  x = x.map((row) => row.map((v) => v / norm));
  for (let i = 0; i < 5; i++) {
    const s = product(x, transposed(x));
    const s2 = product(s, s);
    const polynomial = s.map((row, r) => row.map((v, c) => -4.775 * v + 2.0315 * s2[r]![c]!));
    const moved = product(polynomial, x);
    x = x.map((row, r) => row.map((v, c) => 3.4445 * v + moved[r]![c]!));
  }
  return isTall ? transposed(x) : x;
}

const MATRICES = [
  [1, 1],
  [7, 13],
  [33, 16],
  [64, 65],
] as const;

test.each(MATRICES)('muon on %i x %i', async (rows, columns) => {
  const size = rows * columns;
  const inputs = {
    params: normals(size, 1),
    grads: normals(size, 2),
    momentumBuffer: normals(size, 3),
  };
  const got = await gpu.run({ ...inputs, step: stepData(), norm: normData() }, (sink, views) => {
    const how = { momentum: 0.95, weightDecay: 0.1, updateScale: 1.5 };
    muon(sink, { ...views, ...how, rows, columns });
  });
  const g = Array.from(inputs.grads, (x) => 0.05 * CLIP * x);
  const m = g.map((x, i) => 0.95 * inputs.momentumBuffer[i]! + x);
  const u = g.map((x, i) => x + 0.95 * m[i]!);
  const o = newtonSchulz(
    Array.from({ length: rows }, (_, r) => u.slice(r * columns, (r + 1) * columns)),
  ).flat();
  expectClose(got.momentumBuffer, m, 1e-6);
  expectClose(
    got.params,
    o.map((x, i) => inputs.params[i]! * (1 - LR * 0.1) - LR * 1.5 * x),
    1e-5,
  );
});

test.each(MATRICES)('adafactor on %i x %i', async (rows, columns) => {
  const size = rows * columns;
  const inputs = {
    params: normals(size, 1),
    grads: normals(size, 2),
    moments: normals(rows + columns, 3).map((x) => x * x + 0.1),
  };
  const got = await gpu.run({ ...inputs, step: stepData(), norm: normData() }, (sink, views) =>
    adafactor(sink, { ...views, rows, columns, weightDecay: 0.1, relativeStep: true }),
  );
  const rest = 4 ** -0.8;
  const g = Array.from(inputs.grads, (x) => x * CLIP);
  const meanOf = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const squares = g.map((x) => x * x + 1e-30);
  const moments = Array.from(inputs.moments, (before, i) => {
    const own = squares.filter((_, at) =>
      i < rows ? Math.floor(at / columns) === i : at % columns === i - rows,
    );
    return before * (1 - rest) + rest * meanOf(own);
  });
  const rowMean = meanOf(moments.slice(0, rows));
  const u = g.map((x, i) => {
    const v = (moments[Math.floor(i / columns)]! * moments[rows + (i % columns)]!) / rowMean;
    return x / Math.sqrt(v);
  });
  const rms = (values: number[]) => Math.sqrt(meanOf(values.map((x) => x * x)));
  const lr = LR * Math.max(1e-3, rms(Array.from(inputs.params)));
  const shrink = Math.max(1, rms(u));
  expectClose(got.moments, moments);
  expectClose(
    got.params,
    u.map((x, i) => inputs.params[i]! * (1 - lr * 0.1) - (lr * x) / shrink),
    2e-6,
  );
});

test.each(SIZES)('gradient_accumulate of %i', async (size) => {
  const inputs = { batch: arena(size, 1), sum: arena(size, 2) };
  const got = await gpu.run(inputs, (sink, views) =>
    gradientAccumulate(sink, { ...views, sizeElements: size, scale: 0.25 }),
  );
  expectClose(
    got.sum,
    Array.from(inputs.sum, (x, i) => x + 0.25 * inputs.batch[i]!),
    1e-6,
  );
});

test('no optimizer moves anything where a gradient is not finite', async () => {
  const size = 12;
  const [params, grads, state] = [arena(size, 1), arena(size, 2), arena(size, 3)];
  const more = { step: stepData(), norm: normData(1) };
  const got = await gpu.run({ params, grads, state, ...more }, (sink, views) => {
    sgd(sink, {
      ...views,
      ...common(size),
      momentumBuffer: views.state,
      momentum: 0.9,
      nesterov: true,
    });
    lion(sink, { ...views, ...common(size), m: views.state, beta1: 0.9, beta2: 0.99 });
    const matrix = { ...views, rows: 3, columns: 4, weightDecay: 0.1 };
    muon(sink, { ...matrix, momentumBuffer: views.state, momentum: 0.9, updateScale: 1 });
    adafactor(sink, { ...matrix, moments: views.state, relativeStep: false });
    ema(sink, { ...views, average: views.state, sizeElements: size });
  });
  expect(got.params).toEqual(params);
  expect(got.state).toEqual(state);
});
