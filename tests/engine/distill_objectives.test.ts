// Encoders and encoder-decoders are distilled by their own objective, beside the same student alone.
import { afterAll, expect, test } from 'vitest';
import { STORY } from '../../src/experiments/story';
import { LocalLab } from '../../src/host/lab/lab';
import { nodeDevices } from '../../src/host/node/context';
import type { DistillResult } from '../../src/host/protocol/distill';
import { figuresOf } from '../../src/host/studies/distill/figures';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { distillSchema } from '../../src/training/objectives/distillation/distillConfig';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';

const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));
const saved: Checkpoint[] = [];
lab.keepRuns({
  begin: () => (checkpoint) => void saved.push(checkpoint),
  has: () => Promise.resolve(false),
  opened: () => undefined,
  closed: () => undefined,
});
const runs: string[] = [];
afterAll(async () => {
  for (const runId of runs) await lab.dispose(runId);
});

const size = { n_layer: 3, n_head: 2, n_embd: 32, n_inner: 48, n_positions: 24 };
const BERT = { family: 'bert', ...size } as const;
const T5 = { family: 't5', ...size, n_decoder_layer: 2, d_kv: 16 } as const;
const training = {
  per_device_train_batch_size: 8,
  max_steps: 24,
  learning_rate: 5e-3,
  eval_steps: 24,
  eval_windows: 8,
};

async function distilled(
  name: string,
  wanted: Pick<RunConfigInput, 'model' | 'objectives' | 'data' | 'tokenizer'>,
  change: object = {},
): Promise<DistillResult> {
  const teacherRun = runConfigSchema.parse({
    version: 1,
    name,
    training,
    sample: { every_steps: 1000, max_new_tokens: 2 },
    ...wanted,
  });
  runs.push(name);
  await lab.start({ runId: name, config: teacherRun, autoSize: false });
  await lab.finished(name);
  saved.length = 0;
  const given = { version: 1, seeds: [3], tokens: 2000, alpha: 0, training, ...change };
  const distill = distillSchema.parse(given);
  const teacher = { kind: 'run', runId: name } as const;
  const request = { teacher, teacherRun, autoSize: false, minRounds: 1, distill };
  return lab.runStudy('distill', request, () => undefined);
}

const text = { corpus: 'story', size_chars: 8000 } as const;
const spelt = { kind: 'bpe', vocab_size: 280 } as const;

test.each([
  ['masked_lm', BERT, 'bert 2 × 16', { student_width: 16 }],
  ['span_corruption', T5, 't5 2 × 32', { initial: 'teacher_layers' }],
] as const)('%s of %o', async (kind, model, studentModel, change) => {
  const wanted = { model, objectives: [{ kind }], data: text, tokenizer: spelt };
  const result = await distilled(`${kind} ${studentModel}`, wanted, change);
  expect(result.rows.map(({ id, seeds, error }) => [id, seeds.length, error])).toEqual([
    ['teacher', 1, null],
    ['alone', 1, null],
    ['distilled', 1, null],
    ['distilled_int8', 1, null],
  ]);
  const [teacher, alone, student, int8] = result.rows;
  const quality = (row = teacher) => row!.seeds[0]!.quality;
  expect(quality().kl.max).toBe(0);
  // It follows the teacher more closely than the same student that never heard of it.
  expect(quality(student).kl.mean).toBeLessThan(quality(alone).kl.mean);
  expect(quality(int8).loss).toBeCloseTo(quality(student).loss, 1);
  expect(student!.cost!.parameters).toBe(alone!.cost!.parameters);
  expect(student!.cost!.parameters).toBeLessThan(teacher!.cost!.parameters);
  for (const { rates } of result.rows) expect(rates!.batch.n).toBeGreaterThan(0);
  expect(result.method).toMatchObject({
    studentModel,
    reads: { kind: 'objective', objective: kind },
  });
  expect(figuresOf(result.rows).slice(0, 2)).toEqual(['loss', 'positions_right']);
  expect(saved.map(({ config }) => config.objectives)).toEqual([[{ kind }], [{ kind }]]);
});

test('answers: word-level distillation over the decoder, measured by what is written', async () => {
  const data = { ...text, examples: { set: 'questions', train: 32, validation: 6 } };
  const objectives = [{ kind: 'answer' as const }];
  const model = { ...T5, n_layer: 1, n_decoder_layer: 1, n_positions: 64 };
  const result = await distilled('answers', { model, objectives, data, tokenizer: spelt });
  const [teacher, alone, student] = result.rows;
  expect(student!.seeds[0]!.quality.kl.mean).toBeLessThan(alone!.seeds[0]!.quality.kl.mean);
  for (const row of [teacher, alone, student])
    expect(row!.seeds[0]!.quality.answers).toMatchObject({ answered: 6 });
  expect(figuresOf(result.rows).slice(0, 2)).toEqual(['exact_match', 'rouge_l']);
  expect(result.curves.map(({ id }) => id)).toEqual(['alone', 'distilled']);
});

test('what only decoders can learn from a teacher is refused', async () => {
  const [runId] = runs;
  const distill = distillSchema.parse({ version: 1, training, hidden: 1 });
  const teacherRun = runConfigSchema.parse({ ...STORY.config });
  const request = {
    teacher: { kind: 'run', runId: runId! },
    teacherRun,
    autoSize: false,
    distill,
  } as const;
  await expect(lab.runStudy('distill', request, () => undefined)).rejects.toThrow(
    /distilled by their logits alone/,
  );
});
