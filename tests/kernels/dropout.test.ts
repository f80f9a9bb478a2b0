import { beforeAll, expect, test } from 'vitest';
import { dropout } from '../../src/gpu/kernels/dropout';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { dropoutScale, expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const [SEED, STEP, OP] = [1337, 5, 11];
const step = new Uint32Array(packStep({ learningRate: 1, step: STEP, seed: SEED }));
const COUNTS = [1, 63, 1009, 70_001];
const CASES = COUNTS.flatMap((count) => [0, 0.3, 1].map((p) => [count, p] as const));

test.each(CASES)('dropout of %i with p = %d', async (count, p) => {
  const [inp, residual] = [normals(count, 1), normals(count, 2)];
  for (const adds of [false, true]) {
    const { out } = await gpu.run({ inp, residual, step, out: garbage(count + 3) }, (sink, views) =>
      dropout(sink, {
        inp: views.inp,
        residual: adds ? views.residual : undefined,
        out: views.out,
        size: count,
        dropout: { p, opId: OP, step: views.step },
      }),
    );
    const want = Float64Array.from(inp, (x, i) => {
      const scale = p > 0 ? dropoutScale(p, SEED, STEP, OP, i) : 1;
      return x * scale + (adds ? residual[i]! : 0);
    });
    expectClose(out.subarray(0, count), want, 1e-6);
    expect([...out.subarray(count)]).toEqual([-12345.5, -12345.5, -12345.5]);
  }
});
