// A distillation and a pruning study of a small run, on a device.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DistillResult } from '../../src/host/protocol/distill';
import { DISTILLED_CLASSIFIER } from '../../src/host/studies/distill/ids';
import { exportFolder } from '../../src/training/io/exportFolder';
import { nodeDevices } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import type { PruningResult } from '../../src/host/protocol/pruning';
import type { StudyUpdate } from '../../src/host/protocol/study';
import type { Checkpoint } from '../../src/training/io/checkpoint';
import { baseOfCheckpoint, baseOfExport } from '../../src/host/lab/bases';
import {
  distillSchema,
  type DistillConfigInput,
} from '../../src/training/objectives/distillation/distillConfig';
import { runConfigSchema } from '../../src/training/run/config';

/** lavapipe can take half a minute to compile one large shader on a busy machine. */
const TIMEOUT_MS = 600_000;
const training = {
  per_device_train_batch_size: 2,
  max_steps: 4,
  learning_rate: 1e-2,
  eval_steps: 4,
  eval_windows: 4,
};
const run = runConfigSchema.parse({
  version: 1,
  name: 'teacher',
  model: { family: 'gpt', n_layer: 2, n_head: 2, n_embd: 32, n_positions: 16 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story', size_chars: 4000 },
  training: { ...training, max_steps: 10 },
  sample: { every_steps: 100, max_new_tokens: 2 },
});

const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));
const saved: Checkpoint[] = [];
lab.keepRuns({
  begin: () => (checkpoint) => void saved.push(checkpoint),
  has: () => Promise.resolve(false),
  opened: () => undefined,
  closed: () => undefined,
});
beforeAll(async () => {
  await lab.start({ runId: 'run', config: run, autoSize: false });
  await lab.finished('run');
}, TIMEOUT_MS);
afterAll(() => lab.dispose('run'));

async function distill(change: Partial<DistillConfigInput>) {
  const config = distillSchema.parse({ version: 1, training, seeds: [3], tokens: 300, ...change });
  const updates: StudyUpdate<'distill'>[] = [];
  const request = {
    teacher: { kind: 'run', runId: 'run' },
    autoSize: false,
    minRounds: 1,
  } as const;
  const result = await lab.runStudy(
    'distill',
    { ...request, teacherRun: run, distill: config },
    (update) => updates.push(update),
  );
  return { result, updates };
}

const lossOf = ({ rows }: DistillResult, id: string): number =>
  rows.find((row) => row.id === id)!.seeds[0]!.quality.loss;

test(
  'a student that only listens follows the teacher; the control is the same either way',
  async () => {
    saved.length = 0;
    const { result, updates } = await distill({ alpha: 0 });
    expect(result.rows.map(({ id, seeds, error }) => [id, seeds.length, error])).toEqual([
      ['teacher', 1, null],
      ['alone', 1, null],
      ['distilled', 1, null],
      ['distilled_int8', 1, null],
    ]);
    const [teacher, alone, distilled] = result.rows;
    expect(teacher!.seeds[0]!.quality.kl.max).toBe(0);
    expect(distilled!.cost!.parameters).toBe(alone!.cost!.parameters);
    expect(distilled!.cost!.parameters).toBeLessThan(teacher!.cost!.parameters);
    for (const { speed, text } of result.rows) {
      expect(speed?.decode.n).toBeGreaterThan(0);
      expect(text).not.toBeNull();
    }
    expect(result.method).toMatchObject({
      reads: { readyLogits: false },
      studentModel: 'gpt 1 × 16',
      config: { temperature: 2 },
    });
    expect(result.curves.map(({ id, seed }) => `${id} ${seed}`)).toEqual([
      'alone 3',
      'distilled 3',
    ]);
    expect(updates.at(-1)?.progress).toMatchObject({ phase: 'done', share: 1 });
    // The first seed's students are runs like any other.
    expect(saved.map(({ config }) => config.name)).toEqual([
      'teacher: student alone',
      'teacher: distilled student',
    ]);
    const student = baseOfCheckpoint('student', saved[1]!);
    expect(student.config.n_embd).toBe(16);
    expect(student.weights.get('transformer.wte.weight')!.some((value) => value !== 0)).toBe(true);
    // All of the teacher's logits, made before and with their columns: the same targets by another way.
    const ready = await distill({ alpha: 0, top_k: 256 });
    expect(ready.result.method?.reads).toMatchObject({ readyLogits: true });
    expect(lossOf(ready.result, 'alone')).toBe(lossOf(result, 'alone'));
    expect(lossOf(ready.result, 'distilled')).toBeCloseTo(lossOf(result, 'distilled'), 4);
    expect(lossOf(ready.result, 'distilled')).not.toBe(lossOf(ready.result, 'alone'));
  },
  TIMEOUT_MS,
);

test(
  'hidden states, attention, and text that the teacher writes',
  async () => {
    const { result } = await distill({
      hidden: 1,
      attention: 1,
      source: 'generated',
      form: 'plain',
      tokens: 100,
    });
    expect(result.rows.map(({ error }) => error)).toEqual([null, null, null, null]);
    expect(lossOf(result, 'distilled')).toBeLessThan(Math.log(256) + 1);
    await expect(distill({ initial: 'teacher_layers', student_width: 16 })).rejects.toMatchObject({
      code: 'student_has_other_shape',
    });
  },
  TIMEOUT_MS,
);

test(
  'a model that was imported teaches with the first positions of its window',
  async () => {
    lab.bases.provide('loaded', async (id) => baseOfExport(id, await lab.exported('run')));
    const result = await lab.runStudy(
      'distill',
      {
        teacher: { kind: 'loaded', id: 'imported' },
        teacherRun: { ...run, training: { ...run.training, max_length: 8 } },
        autoSize: false,
        minRounds: 1,
        distill: distillSchema.parse({
          version: 1,
          training: { ...training, max_steps: 1 },
          seeds: [1],
          tokens: 60,
          initial: 'teacher_layers',
        }),
      },
      () => undefined,
    );
    expect(result.method).toMatchObject({
      teacherName: 'imported',
      studentModel: 'gpt 1 × 32',
      reads: { windowTokens: 8 },
    });
    expect(result.rows.map(({ error }) => error)).toEqual([null, null, null, null]);
  },
  TIMEOUT_MS,
);

test(
  'a pruning study from 0 to 90 %',
  async () => {
    const updates: StudyUpdate<'pruning'>[] = [];
    const result = await lab.runStudy(
      'pruning',
      { model: { kind: 'run', runId: 'run' } as const, recoverySteps: 1 },
      (update) => updates.push(update),
    );
    const { points, denseLoss, sensitivity, calibration } = result;
    expect(points).toHaveLength(20);
    for (const scope of ['layer', 'global']) {
      const own = points.filter((one) => one.scope === scope);
      expect(own[0]!.loss).toBe(denseLoss);
      expect(own.map(({ diskBytes }) => diskBytes)).toEqual(
        own.map(({ diskBytes }) => diskBytes).toSorted((a, b) => b - a),
      );
      expect(own[9]!.loss).not.toBe(denseLoss);
    }
    const recovered = points.filter(({ recoveredLoss }) => recoveredLoss !== null);
    expect(recovered.map(({ amount }) => amount)).toEqual([0, 0.2, 0.5, 0.8]);
    expect(sensitivity).toHaveLength(8);
    expect(calibration).toHaveLength(6);
    expect(calibration.every(({ loss, kl }) => Math.abs(loss - denseLoss!) < 0.5 && kl > 0)).toBe(
      true,
    );
    expect(updates.at(-1)?.progress).toMatchObject({ phase: 'done', share: 1 });
  },
  TIMEOUT_MS,
);

test(
  'a classifier that is made for it teaches a smaller one, with examples that have no label',
  async () => {
    const model = { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 32, n_positions: 8 };
    const small = { ...run, model, training: { ...training, max_steps: 2 } };
    const request = {
      pretrain: runConfigSchema.parse(small),
      teacherRun: runConfigSchema.parse({
        ...small,
        objectives: [{ kind: 'classify' }],
        data: { ...run.data, examples: { set: 'reviews', train: 6, validation: 20 } },
        training: { ...small.training, eval_windows: 20 },
      }),
      autoSize: false,
      minRounds: 1,
      distill: distillSchema.parse({
        version: 1,
        training,
        seeds: [3],
        unlabeled: 10,
        alpha: 0.5,
      }),
    };
    const result = await lab.runStudy('distill', request, () => undefined);
    expect(result.rows.map(({ id, error }) => [id, error])).toEqual([
      ['teacher', null],
      ['alone', null],
      ['distilled', null],
      ['distilled_int8', null],
    ]);
    for (const { seeds, rates, cost } of result.rows) {
      const { accuracy, loss } = seeds[0]!.quality;
      expect(accuracy! * 20).toBeCloseTo(Math.round(accuracy! * 20), 6);
      expect(loss).toBeGreaterThan(0);
      expect(rates!.batch.median).toBeGreaterThan(0);
      expect(cost!.weightBytes).toBeGreaterThan(0);
    }
    const [teacher, alone, distilled] = result.rows;
    expect(teacher!.seeds[0]!.quality.kl.max).toBe(0);
    expect(lossOf(result, 'distilled')).not.toBe(lossOf(result, 'alone'));
    expect(distilled!.cost!.parameters).toBe(alone!.cost!.parameters);
    expect(result.method?.reads).toMatchObject({ labeled: 6, unlabeled: 10, heldOut: 20 });
    const student = await lab.exported(DISTILLED_CLASSIFIER);
    expect(student.shape.classifier?.labels).toHaveLength(2);
    expect(student.weights.get('score.weight')).toHaveLength(2 * student.shape.model.n_embd);
    expect(exportFolder(student).has('config.json')).toBe(true);
    const other = { ...request, teacher: { kind: 'run', runId: 'run' } as const };
    await expect(lab.runStudy('distill', other, () => undefined)).rejects.toMatchObject({
      code: 'no_classifier',
    });
  },
  TIMEOUT_MS,
);

test(
  'a study waits for those before it, and one that is stopped meanwhile never begins',
  async () => {
    const order: string[] = [];
    const request = { model: { kind: 'run', runId: 'run' } as const, recoverySteps: 1 };
    let first: Promise<PruningResult> | undefined;
    await new Promise<void>((begun) => {
      first = lab.runStudy('pruning', request, () => begun());
    });
    const one = first!.then((result) => (order.push('one'), result));
    const alone = {
      variants: [{ id: 'fp32', stages: [] }],
      minRounds: 1,
      texts: [],
      evalTasks: [],
    };
    const begin = (name: string): Promise<unknown> =>
      lab
        .runStudy('compare', { ...alone, model: request.model }, () => {
          if (!order.includes(name)) order.push(name);
        })
        .catch((thrown: unknown) => thrown);
    const two = begin('two');
    await lab.stopStudy('compare');
    const three = begin('three');
    await lab.stopStudy('pruning');
    await three;
    expect(order).toEqual(['one', 'three']);
    expect((await one).points.length).toBeLessThan(20);
    expect(await two).toMatchObject({ code: 'study_stopped' });
  },
  TIMEOUT_MS,
);
