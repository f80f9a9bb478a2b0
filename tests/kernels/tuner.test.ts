// Measuring on the adapter at hand: variants that are right get a time, and the choice is kept.
import { expect, test } from 'vitest';
import type { AutotunedVariants } from '../../src/gpu/autotune';
import { openDevice } from '../../src/gpu/device';
import type { MatmulShape } from '../../src/gpu/dispatch';
import { MatmulMeasurer } from '../../src/gpu/measureMatmul';
import { GpuContext } from '../../src/gpu/replay';
import { openNodeGpu } from '../../src/host/node/drivers';
import { openKernelTuner } from '../../src/host/lab/kernelTuner';

const gpu = openNodeGpu();
const [m, n, k] = [36, 70, 68];
const shape: MatmulShape = {
  m,
  n,
  k,
  transA: false,
  transB: true,
  batch: 1,
  strideA: m * k,
  strideB: k * n,
  strideOut: m * n,
};

test('a right variant has a time, one too late none; nothing stays allocated', async () => {
  const context = new GpuContext(await openDevice(gpu));
  const measurer = new MatmulMeasurer(context);
  const aDayOnMs = performance.now() + 86_400_000;
  expect(await measurer.measure(shape, 'register_4x4', aDayOnMs)).toBeGreaterThan(0);
  expect(await measurer.measure(shape, 'no such variant', aDayOnMs)).toBe(null);
  expect(await measurer.measure(shape, 'tiled', 0)).toBe('late');
  measurer.release();
  expect([...context.buffers.bytes.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(0);
  context.destroy();
});

test('what a store holds is what launchers get', async () => {
  const saved: AutotunedVariants[] = [];
  const stored: AutotunedVariants = { 'NT 5 6odd 6 0': { variant: 'tiled', shape } };
  const { context } = await openKernelTuner(await openDevice(gpu), {
    load: () => Promise.resolve(stored),
    save: (_adapter, tuned) => Promise.resolve(void saved.push(tuned)),
  });
  expect(context.open.limits.choices?.choose('NT 5 6odd 6 0', shape)).toBe('tiled');
  expect(context.open.limits.choices?.choose('NN 5 6odd 6 0', shape)).toBe(undefined);
  expect(saved).toEqual([]);
  context.destroy();
});
