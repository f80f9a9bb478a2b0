import { beforeAll, expect, test } from 'vitest';
import {
  crossEntropyBackward,
  crossEntropyForward,
  lossMean,
} from '../../src/gpu/kernels/crossEntropy';
import { expectClose, integers, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const IGNORE = -100;
const CASES = [
  { rows: 1, vocab: 1, scale: 1, smoothing: 0 },
  { rows: 7, vocab: 5, scale: 1, smoothing: 0.1 },
  { rows: 9, vocab: 65, scale: 3, smoothing: 0 },
  { rows: 131, vocab: 257, scale: 2, smoothing: 0.2 },
  { rows: 33, vocab: 1031, scale: 300, smoothing: 0.1 },
];

for (const reduction of ['mean', 'sum'] as const) {
  test.each(CASES)(`cross_entropy ${reduction} %o`, async ({ rows, vocab, scale, smoothing }) => {
    const logits = normals(rows * vocab, 1, scale, scale);
    const targets = Int32Array.from(integers(rows, vocab, 2), (id, r) =>
      r % 5 === 3 ? IGNORE : id,
    );
    const dloss = Float32Array.of(1.5);
    const outputs = {
      losses: garbage(rows),
      lse: garbage(rows),
      loss: garbage(2),
      dlogits: garbage(rows * vocab),
    };
    const got = await gpu.run({ logits, targets, dloss, ...outputs }, (sink, views) => {
      const args = { ...views, rows, vocab, ignoreIndex: IGNORE, smoothing, reduction };
      crossEntropyForward(sink, args);
      lossMean(sink, { ...args, out: views.loss });
      crossEntropyBackward(sink, args);
    });
    const counted = targets.filter((id) => id !== IGNORE).length;
    const factor = reduction === 'mean' ? 1 / counted : 1;
    const dlogits = new Float64Array(rows * vocab);
    const losses = Array.from(targets, (target, r) => {
      const z = Array.from(logits.subarray(r * vocab, (r + 1) * vocab));
      const greatest = Math.max(...z);
      const lse = greatest + Math.log(z.reduce((a, v) => a + Math.exp(v - greatest), 0));
      if (target === IGNORE) return 0;
      z.forEach((v, c) => {
        const want = (c === target ? 1 - smoothing : 0) + smoothing / vocab;
        dlogits[r * vocab + c] = (Math.exp(v - lse) - want) * factor * 1.5;
      });
      const mean = z.reduce((a, v) => a + v, 0) / vocab;
      return (1 - smoothing) * (lse - z[target]!) + smoothing * (lse - mean);
    });
    expectClose(got.losses, losses);
    expectClose(got.loss, [losses.reduce((a, b) => a + b, 0) * factor, counted]);
    // exp(z - lse) carries the rounding of lse, so large logits lose digits (the fixtures allow it).
    expectClose(got.dlogits, dlogits, scale > 100 ? 1e-4 : 1e-5);
  });
}

test('a gradient for each row', async () => {
  const [rows, vocab] = [3, 4];
  const logits = normals(rows * vocab, 3);
  const dlosses = Float32Array.of(2, 0, -1);
  const outputs = { losses: garbage(rows), lse: garbage(rows), dlogits: garbage(rows * vocab) };
  const targets = Int32Array.of(0, 1, 3);
  const got = await gpu.run({ logits, targets, dlosses, ...outputs }, (sink, views) => {
    const args = { ...views, rows, vocab, ignoreIndex: IGNORE, smoothing: 0 };
    crossEntropyForward(sink, args);
    crossEntropyBackward(sink, { ...args, scale: 3 });
  });
  const want = Array.from(logits, (z, i) => {
    const r = Math.floor(i / vocab);
    return 3 * dlosses[r]! * (Math.exp(z - got.lse[r]!) - (i % vocab === targets[r] ? 1 : 0));
  });
  expectClose(got.dlogits, want);
});

test('no row that counts gives loss 0 and no gradient', async () => {
  const outputs = { losses: garbage(2), lse: garbage(2), loss: garbage(2), dlogits: garbage(6) };
  const inputs = { logits: normals(6, 4), targets: Int32Array.of(IGNORE, IGNORE) };
  const got = await gpu.run({ ...inputs, ...outputs }, (sink, views) => {
    const args = { ...views, rows: 2, vocab: 3, ignoreIndex: IGNORE, smoothing: 0 };
    crossEntropyForward(sink, args);
    lossMean(sink, { ...args, out: views.loss, reduction: 'mean' });
    crossEntropyBackward(sink, { ...args, reduction: 'mean' });
  });
  expect([...got.loss, ...got.dlogits]).toEqual(Array.from({ length: 8 }, () => 0));
});
