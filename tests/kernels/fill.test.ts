import { beforeAll, expect, test } from 'vitest';
import { f32 } from '../../src/gpu/dispatch';
import { copy } from '../../src/gpu/kernels/layout/copy';
import { fill } from '../../src/gpu/kernels/layout/fill';
import { normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const COUNTS = [1, 63, 64, 65, 1009, 70_001];

test.each(COUNTS)('fill %i', async (count) => {
  const { out } = await gpu.run({ out: garbage(count + 3) }, (sink, views) =>
    fill(sink, { out: views.out, size: count, value: f32(0.25) }),
  );
  expect([...out]).toEqual([
    ...Array.from({ length: count }, () => 0.25),
    -12345.5,
    -12345.5,
    -12345.5,
  ]);
});

test.each(COUNTS)('copy %i', async (count) => {
  const inp = normals(count, 1);
  const { out } = await gpu.run({ inp, out: garbage(count) }, (sink, views) =>
    copy(sink, { inp: views.inp, out: views.out, size: count }),
  );
  expect(out).toEqual(inp);
});
