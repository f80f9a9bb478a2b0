// layernorm and rmsnorm, forward and backward, against float64.
import { beforeAll, expect, test } from 'vitest';
import { layernormBackward, layernormForward } from '../../src/gpu/kernels/layernorm';
import { rmsnormBackward, rmsnormForward } from '../../src/gpu/kernels/rmsnorm';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { dropoutScale, expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const EPS = 1e-5;
const DROPOUT = { p: 0.25, opId: 3 };
const [SEED, STEP] = [99, 2];
// [rows, width]: one, primes, lanes and rows a group ± 1, several groups.
const SHAPES = [
  [1, 1],
  [3, 7],
  [15, 127],
  [17, 129],
  [33, 64],
  [131, 257],
] as const;
const KINDS = ['layernorm', 'rmsnorm'] as const;
const CASES = KINDS.flatMap((kind) => SHAPES.map(([rows, width]) => ({ kind, rows, width })));

interface Row {
  x: number[];
  rstd: number;
  mean: number;
}

function normalizeRow(kind: string, s: ArrayLike<number>): Row {
  const values = Array.from(s);
  const mean = kind === 'layernorm' ? values.reduce((a, b) => a + b, 0) / values.length : 0;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  const rstd = 1 / Math.sqrt(variance + EPS);
  return { x: values.map((v) => (v - mean) * rstd), rstd, mean };
}

const rowsOf = (data: Float32Array, width: number) =>
  Array.from({ length: data.length / width }, (_, r) => data.subarray(r * width, (r + 1) * width));

for (const mode of ['plain', 'residual', 'dropout'] as const) {
  test.each(CASES)(`$kind forward ${mode} $rows x $width`, async ({ kind, rows, width }) => {
    const count = rows * width;
    const inputs = {
      inp: normals(count, 1, 2, 0.5),
      delta: normals(count, 2),
      weight: normals(width, 3),
      bias: normals(width, 4),
      step: new Uint32Array(packStep({ learningRate: 1, step: STEP, seed: SEED })),
    };
    const outputs = {
      sum: garbage(count),
      out: garbage(count),
      mean: garbage(rows),
      rstd: garbage(rows),
    };
    const got = await gpu.run({ ...inputs, ...outputs }, (sink, views) => {
      const args = {
        ...views,
        residualDelta: mode === 'plain' ? undefined : views.delta,
        weight: mode === 'residual' ? undefined : views.weight,
        bias: mode === 'residual' ? undefined : views.bias,
        rows,
        width,
        eps: EPS,
        dropout: mode === 'dropout' ? { ...DROPOUT, step: views.step } : undefined,
      };
      if (kind === 'layernorm') layernormForward(sink, args);
      else rmsnormForward(sink, args);
    });
    const s = inputs.inp.map((value, i) => {
      if (mode === 'plain') return value;
      const scale = mode === 'dropout' ? dropoutScale(DROPOUT.p, SEED, STEP, DROPOUT.opId, i) : 1;
      return value + inputs.delta[i]! * scale;
    });
    const want = rowsOf(s, width).map((row) => normalizeRow(kind, row));
    const [w, b] = [inputs.weight, kind === 'layernorm' ? inputs.bias : new Float32Array(width)];
    const y = want.flatMap(({ x }) =>
      x.map((v, c) => (mode === 'residual' ? v : v * w[c]! + b[c]!)),
    );
    expectClose(got.out, y);
    expectClose(
      got.rstd,
      want.map((row) => row.rstd),
    );
    if (kind === 'layernorm')
      expectClose(
        got.mean,
        want.map((row) => row.mean),
      );
    if (mode !== 'plain') expectClose(got.sum, s, 1e-6);
  });
}

for (const mode of ['plain', 'full', 'dropout', 'frozen'] as const) {
  test.each(CASES)(`$kind backward ${mode} $rows x $width`, async ({ kind, rows, width }) => {
    const count = rows * width;
    const inp = normals(count, 5, 2, 0.5);
    const want = rowsOf(inp, width).map((row) => normalizeRow(kind, row));
    const inputs = {
      inp,
      dout: normals(count, 6),
      weight: normals(width, 7),
      dresidual: normals(count, 8),
      mean: Float32Array.from(want, (row) => row.mean),
      rstd: Float32Array.from(want, (row) => row.rstd),
      step: new Uint32Array(packStep({ learningRate: 1, step: STEP, seed: SEED })),
    };
    const outputs = {
      dinp: garbage(count),
      ddelta: garbage(count),
      dweight: normals(width, 9),
      dbias: normals(width, 10),
    };
    const accumulate = mode === 'full';
    const got = await gpu.run({ ...inputs, ...outputs }, (sink, views) => {
      const args = {
        ...views,
        weight: mode === 'plain' ? undefined : views.weight,
        dresidual: mode === 'plain' ? undefined : views.dresidual,
        ddelta: mode === 'dropout' ? views.ddelta : undefined,
        dweight: mode === 'frozen' ? undefined : views.dweight,
        dbias: mode === 'frozen' || mode === 'dropout' ? undefined : views.dbias,
        rows,
        width,
        accumulate,
        dropout: mode === 'dropout' ? { ...DROPOUT, step: views.step } : undefined,
      };
      if (kind === 'layernorm') layernormBackward(sink, args);
      else rmsnormBackward(sink, args);
    });
    const dinp = new Float64Array(count);
    const dweight = accumulate ? Float64Array.from(outputs.dweight) : new Float64Array(width);
    const dbias = accumulate ? Float64Array.from(outputs.dbias) : new Float64Array(width);
    want.forEach(({ x, rstd }, r) => {
      const d = inputs.dout.subarray(r * width, (r + 1) * width);
      const g = Array.from(d, (v, c) => (mode === 'plain' ? v : v * inputs.weight[c]!));
      const meanG = kind === 'layernorm' ? g.reduce((a, v) => a + v, 0) / width : 0;
      const meanGx = g.reduce((a, v, c) => a + v * x[c]!, 0) / width;
      g.forEach((v, c) => {
        const i = r * width + c;
        dinp[i] = rstd * (v - meanG - x[c]! * meanGx);
        if (mode !== 'plain') dinp[i] += inputs.dresidual[i]!;
        dweight[c]! += d[c]! * x[c]!;
        dbias[c]! += d[c]!;
      });
    });
    expectClose(got.dinp, dinp);
    expectClose(got.dweight, mode === 'frozen' ? outputs.dweight : dweight);
    const hasBias = kind === 'layernorm' && (mode === 'plain' || mode === 'full');
    expectClose(got.dbias, hasBias ? dbias : outputs.dbias);
    if (mode === 'dropout') {
      const scale = (i: number) => dropoutScale(DROPOUT.p, SEED, STEP, DROPOUT.opId, i);
      expectClose(
        got.ddelta,
        dinp.map((v, i) => v * scale(i)),
      );
    }
  });
}

test('layernorm of a row with a large mean', async () => {
  const [rows, width] = [5, 96];
  const inp = normals(rows * width, 11, 1, 1000);
  const outputs = { out: garbage(rows * width), mean: garbage(rows), rstd: garbage(rows) };
  const got = await gpu.run({ inp, ...outputs }, (sink, views) =>
    layernormForward(sink, { ...views, rows, width, eps: EPS }),
  );
  // 1000 in f32 is known to 6e-5 only.
  expectClose(
    got.out,
    rowsOf(inp, width).flatMap((row) => normalizeRow('layernorm', row).x),
    1e-4,
  );
  expect(got.out.every(Number.isFinite)).toBe(true);
});
