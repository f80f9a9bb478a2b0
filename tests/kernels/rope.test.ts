// Rotary positions against float64, and back again.
import { beforeAll, expect, test } from 'vitest';
import { rope } from '../../src/gpu/kernels/attention/rope';
import { plainRotation, ropeTables } from '../../src/training/ops/attention/rope';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

test.each([
  { batch: 1, seqLen: 1, heads: 1, headDim: 2, rotated: 1, first: 0 },
  { batch: 2, seqLen: 7, heads: 3, headDim: 6, rotated: 3, first: 0 },
  { batch: 2, seqLen: 5, heads: 6, headDim: 8, rotated: 4, first: 3 },
  { batch: 3, seqLen: 17, heads: 5, headDim: 34, rotated: 1, first: 11 },
])('$batch x $seqLen x $heads x $headDim, $rotated turned', async (dims) => {
  const { batch, seqLen, heads, headDim, rotated, first } = dims;
  const size = batch * seqLen * heads * headDim;
  const inp = normals(size, 1);
  const tables = ropeTables(first + seqLen, plainRotation(headDim, 10_000));
  const outputs = { out: garbage(size), again: garbage(size) };
  const got = await gpu.run({ inp, ...tables, ...outputs }, (sink, views) => {
    const { out, again, cos, sin } = views;
    rope(sink, { inp: views.inp, out, cos, sin, size, ...dims });
    rope(sink, { inp: out, out: again, cos, sin, size, ...dims, back: true });
  });
  const want = Array.from(inp, (x, i) => {
    const row = Math.floor(i / headDim);
    if (row % heads >= rotated) return x;
    const element = i % headDim;
    const half = headDim / 2;
    const position = first + (Math.floor(row / heads) % seqLen);
    const angle = position * 10_000 ** ((-2 * (element % half)) / headDim);
    const other = element < half ? -inp[i + half]! : inp[i - half]!;
    return x * Math.cos(angle) + other * Math.sin(angle);
  });
  expectClose(got.out, want);
  expectClose(got.again, inp, 1e-6);
  expect([...got.inp]).toEqual([...inp]);
});
