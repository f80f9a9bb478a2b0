import { beforeAll, expect, test } from 'vitest';
import {
  embeddingBackward,
  embeddingForward,
  positionBackward,
} from '../../src/gpu/kernels/embedding';
import { packStep } from '../../src/gpu/kernels/optimizer/stepBuffer';
import { dropoutScale, expectClose, integers, normals } from './reference';
import { garbage, openTestGpu } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

// [batch, seqLen, width, vocab]
const SHAPES = [
  [1, 1, 1, 1],
  [2, 7, 5, 3],
  [3, 21, 64, 65],
  [4, 65, 33, 11],
  [5, 64, 31, 2003],
] as const;
const DROPOUT = { p: 0.3, opId: 7 };
const [SEED, STEP] = [1337, 5];
const step = () => new Uint32Array(packStep({ learningRate: 1, step: STEP, seed: SEED }));
const scaleOf = (dropping: boolean, i: number) =>
  dropping ? dropoutScale(DROPOUT.p, SEED, STEP, DROPOUT.opId, i) : 1;

test.each(SHAPES)('embedding_forward %i x %i x %i of %i', async (batch, seqLen, width, vocab) => {
  const rows = batch * seqLen;
  const inputs = {
    ids: integers(rows, vocab, 1),
    table: normals(vocab * width, 2),
    positions: normals((seqLen + 2) * width, 3),
    step: step(),
  };
  for (const dropping of [false, true]) {
    const { out } = await gpu.run({ ...inputs, out: garbage(rows * width) }, (sink, views) =>
      embeddingForward(sink, {
        ...views,
        rows,
        width,
        vocab,
        seqLen,
        positionOffset: 2,
        dropout: dropping ? { ...DROPOUT, step: views.step } : undefined,
      }),
    );
    const want = Float64Array.from(out, (_, i) => {
      const [row, column] = [Math.floor(i / width), i % width];
      const position = (row % seqLen) + 2;
      const sum =
        inputs.table[inputs.ids[row]! * width + column]! +
        inputs.positions[position * width + column]!;
      return sum * scaleOf(dropping, i);
    });
    expectClose(out, want, 1e-6);
  }
});

test.each(SHAPES)('embedding_backward %i x %i x %i of %i', async (batch, seqLen, width, vocab) => {
  const rows = batch * seqLen;
  const ids = integers(rows, vocab, 4);
  const dout = normals(rows * width, 5);
  const before = normals(vocab * width, 6);
  for (const [accumulate, dropping] of [
    [false, false],
    [true, false],
    [false, true],
  ] as const) {
    const dtable = accumulate ? before : garbage(vocab * width);
    const got = await gpu.run({ ids, dout, dtable, step: step() }, (sink, views) =>
      embeddingBackward(sink, {
        ...views,
        rows,
        width,
        vocab,
        accumulate,
        dropout: dropping ? { ...DROPOUT, step: views.step } : undefined,
      }),
    );
    const want = accumulate ? Float64Array.from(before) : new Float64Array(vocab * width);
    dout.forEach((value, i) => {
      want[ids[Math.floor(i / width)]! * width + (i % width)]! += value * scaleOf(dropping, i);
    });
    expectClose(got.dtable, want);
  }
});

test.each(SHAPES)('position_backward %i x %i x %i', async (batch, seqLen, width) => {
  const dout = normals(batch * seqLen * width, 7);
  const positions = seqLen + 3;
  for (const accumulate of [false, true]) {
    const before = accumulate ? normals(positions * width, 8) : garbage(positions * width);
    const got = await gpu.run({ dout, dtable: before }, (sink, views) =>
      positionBackward(sink, {
        ...views,
        batch,
        seqLen,
        width,
        positions,
        positionOffset: 1,
        accumulate,
      }),
    );
    const want = accumulate ? Float64Array.from(before) : new Float64Array(positions * width);
    dout.forEach((value, i) => {
      want[((Math.floor(i / width) % seqLen) + 1) * width + (i % width)]! += value;
    });
    expectClose(got.dtable, want);
  }
});

test('an id outside the table reads nothing else', async () => {
  const { out } = await gpu.run(
    { ids: Uint32Array.of(9, 0), table: Float32Array.of(1, 2, 3), out: garbage(2) },
    (sink, views) => embeddingForward(sink, { ...views, rows: 2, width: 1, vocab: 3, seqLen: 2 }),
  );
  expect([...out]).toEqual([3, 1]);
});
