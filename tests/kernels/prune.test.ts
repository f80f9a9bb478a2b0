// prune_apply: what the mask drops becomes 0, what it keeps is left alone; also in several bindings.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pruneApply } from '../../src/gpu/kernels/optimizer/pruneApply';
import { inMask, pruneEach } from '../../src/training/compress/prune';
import { normals } from './reference';
import { openTestGpu, withBindingLimit } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});
afterAll(() => gpu.device.destroy());

test.each([
  [4, 2 ** 27],
  [260, 2 ** 27],
  [5000, 4 * 2048],
])('%i weights', async (count, maxBindingBytes) => {
  const weights = normals(count, 1);
  const [mask] = pruneEach([weights], 0.37);
  const found = await gpu.run({ weights, mask: mask! }, (sink, views) => {
    pruneApply(withBindingLimit(sink, maxBindingBytes), { ...views, sizeElements: count });
  });
  expect([...found.weights]).toEqual([...weights].map((w, i) => (inMask(mask!, i) ? w : 0)));
});
