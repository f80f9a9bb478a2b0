import { beforeAll, expect, test } from 'vitest';
import { gatherBatch } from '../../src/gpu/kernels/layout/gatherBatch';
import { integers } from './reference';
import { openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const SHAPES = [
  [1, 1, 2],
  [3, 7, 101],
  [5, 65, 1000],
] as const;

for (const packed16 of [false, true]) {
  test.each(SHAPES)(
    `gather_batch %i x %i of %i ${packed16 ? 'u16' : 'u32'}`,
    async (batch, seqLen, tokenCount) => {
      const corpus = integers(tokenCount, 65_536, 1);
      const tokens = packed16 ? new Uint32Array(Math.ceil(tokenCount / 2)) : corpus;
      if (packed16) new Uint16Array(tokens.buffer).set(corpus);
      const offsets = integers(batch, tokenCount - seqLen, 2);
      const outputs = {
        ids: new Uint32Array(batch * seqLen).fill(7),
        targets: new Int32Array(batch * seqLen).fill(7),
      };
      const got = await gpu.run({ tokens, offsets, ...outputs }, (sink, views) =>
        gatherBatch(sink, { ...views, batch, seqLen, tokenCount, packed16 }),
      );
      const at = (i: number) => offsets[Math.floor(i / seqLen)]! + (i % seqLen);
      expect(got.ids).toEqual(outputs.ids.map((_, i) => corpus[at(i)]!));
      expect(got.targets).toEqual(outputs.targets.map((_, i) => corpus[at(i) + 1]!));
    },
  );
}
