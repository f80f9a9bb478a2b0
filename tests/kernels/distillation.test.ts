// Softened distributions of a student and a teacher, whole and cut to the teacher's greatest logits.
import { beforeAll, expect, test } from 'vitest';
import { distillationBackward, distillationForward } from '../../src/gpu/kernels/distillation';
import { expectClose, normals } from './reference';
import { garbage, openTestGpu, withBindingLimit } from './runKernel';
import type { TestGpu } from './testGpu';

let gpu: TestGpu;
beforeAll(async () => {
  gpu = await openTestGpu();
});

const logSoftmax = (z: readonly number[], temperature: number): number[] => {
  const cooled = z.map((value) => value / temperature);
  const greatest = Math.max(...cooled);
  const total = greatest + Math.log(cooled.reduce((sum, v) => sum + Math.exp(v - greatest), 0));
  return cooled.map((value) => value - total);
};

const CASES = [
  { rows: 1, vocab: 1, topK: 0, temperature: 1, scale: 1 },
  { rows: 7, vocab: 13, topK: 0, temperature: 2, scale: 3 },
  { rows: 33, vocab: 257, topK: 0, temperature: 10, scale: 20 },
  { rows: 5, vocab: 1031, topK: 0, temperature: 1, scale: 100 },
  { rows: 9, vocab: 17, topK: 3, temperature: 2, scale: 3 },
  { rows: 31, vocab: 300, topK: 64, temperature: 4, scale: 10 },
] as const;

for (const software of [true, false]) {
  // Shaders for many lanes take a CPU adapter long to compile.
  test.each(CASES.filter(({ rows }) => software || (rows > 5 && rows < 10)))(
    `distillation, ${software ? 'one lane' : 'lanes'} a row, %o`,
    async ({ rows, vocab, topK, temperature, scale }) => {
      const known = topK || vocab;
      const student = normals(rows * vocab, 1, scale, scale);
      const teacher = normals(rows * known, 2, scale, -scale);
      const ids = new Uint32Array(rows * known);
      for (let r = 0; r < rows; r++) {
        // A step that no width here has as a factor: every column once.
        for (let i = 0; i < known; i++) ids[r * known + i] = (7 * i + r) % vocab;
      }
      const dlosses = normals(rows, 3);
      const outputs = {
        kl: garbage(rows),
        cross: garbage(rows),
        lse: garbage(2 * rows),
        dstudent: garbage(rows * vocab),
      };
      const got = await gpu.run({ student, teacher, ids, dlosses, ...outputs }, (sink, views) => {
        const posed = {
          ...sink,
          limits: { ...sink.limits, software },
          dispatch: sink.dispatch.bind(sink),
        };
        const args = {
          ...views,
          ids: topK > 0 ? views.ids : undefined,
          rows,
          vocab,
          topK,
          temperature,
        };
        distillationForward(posed, { ...args, kind: 'kl', losses: views.kl });
        distillationForward(posed, { ...args, kind: 'cross_entropy', losses: views.cross });
        distillationBackward(posed, args);
      });
      const kl: number[] = [];
      const cross: number[] = [];
      const dstudent = new Float64Array(rows * vocab);
      for (let r = 0; r < rows; r++) {
        const logQ = logSoftmax([...student.subarray(r * vocab, (r + 1) * vocab)], temperature);
        const logP = logSoftmax([...teacher.subarray(r * known, (r + 1) * known)], temperature);
        const columnOf = (i: number): number => (topK > 0 ? ids[r * known + i]! : i);
        const sum = (term: (p: number, q: number) => number): number =>
          logP.reduce((all, p, i) => all + Math.exp(p) * term(p, logQ[columnOf(i)]!), 0);
        kl.push(sum((p, q) => p - q));
        cross.push(sum((_p, q) => -q));
        const g = dlosses[r]! / temperature;
        logQ.forEach((q, c) => (dstudent[r * vocab + c] = Math.exp(q) * g));
        logP.forEach((p, i) => (dstudent[r * vocab + columnOf(i)]! -= Math.exp(p) * g));
      }
      expectClose(got.kl, kl);
      expectClose(got.cross, cross);
      // exp(z - lse) carries the rounding of lse, so large logits lose digits.
      expectClose(got.dstudent, dstudent, scale > 10 ? 1e-4 : 1e-5);
      expect(got.lse.every(Number.isFinite)).toBe(true);
    },
  );
}

test('rows that one binding cannot hold: the same to the bit', async () => {
  const [rows, vocab] = [70, 13];
  const tensors = {
    student: normals(rows * vocab, 1),
    teacher: normals(rows * vocab, 2),
    dlosses: normals(rows, 3),
    losses: garbage(rows),
    lse: garbage(2 * rows),
    dstudent: garbage(rows * vocab),
  };
  const run = (maxBindingBytes: number) =>
    gpu.run(tensors, (sink, views) => {
      const small = withBindingLimit(sink, maxBindingBytes);
      const args = { ...views, rows, vocab, topK: 0, temperature: 2 };
      distillationForward(small, { ...args, kind: 'kl' });
      distillationBackward(small, args);
    });
  expect(await run(64 * vocab * 4)).toEqual(await run(2 ** 27));
});
