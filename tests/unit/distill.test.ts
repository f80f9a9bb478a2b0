// Distillation without a device: the student's shape, the windows that it reads, a teacher's greatest logits.
import { expect, test } from 'vitest';
import {
  distillSchema,
  refuseContradictions,
  refuseForClasses,
  studentOf,
  temperatureFor,
} from '../../src/training/objectives/distillation/distillConfig';
import { classifyTerm } from '../../src/training/objectives/terms/classify';
import {
  distilledClasses,
  withoutLabel,
} from '../../src/training/objectives/distillation/distillClasses';
import { keepGreatest } from '../../src/training/objectives/distillation/distillTopK';
import {
  distillBatches,
  windowGrid,
} from '../../src/training/objectives/distillation/distillWindows';
import { buildModel, parametersOf } from '../../src/training/models/model';
import { layersOf } from '../../src/host/studies/distill/student';
import { roundedInt4 } from '../../src/training/compress/roundInt4';
import { modelSchema, type ModelConfig } from '../../src/training/run/config';
import { figuresOf, verdictOf } from '../../src/host/studies/distill/figures';
import type { DistillRow } from '../../src/host/protocol/distill';

const size = { n_layer: 12, n_embd: 768, n_positions: 64 };
const attention = { ...size, n_head: 12 };
const MODELS: ModelConfig[] = [
  { family: 'gpt', ...attention },
  { family: 'llama', ...attention, n_kv_head: 4, n_inner: 2048 },
  { family: 'recurrent', ...size, cell: 'gru' as const },
  { family: 'convolution', ...size },
  {
    family: 'blocks',
    ...attention,
    n_inner: 1024,
    blocks: [{ mixer: { kind: 'attention' as const }, feed_forward: 'gelu' as const }],
  },
].map((model) => modelSchema.parse(model));

test('GPT-2 becomes 6 layers of 512 with 8 heads', () => {
  expect(studentOf(MODELS[0]!)).toMatchObject({ n_layer: 6, n_embd: 512, n_head: 8 });
});

test.each(MODELS)('a student of $family can be built and is smaller', (teacher) => {
  const count = (model: ModelConfig): number =>
    parametersOf(model, 300).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
  const student = studentOf(teacher);
  expect(student.n_embd).toBe(512);
  expect(count(student)).toBeLessThan(0.5 * count(teacher));
  // Odd sizes too.
  for (const n_embd of [16, 48, 90]) {
    const odd = modelSchema.parse({
      ...teacher,
      n_layer: 1,
      n_embd,
      ...('n_head' in teacher && { n_head: 2 }),
      ...('n_kv_head' in teacher && { n_kv_head: 2 }),
    });
    if (n_embd === 90 && odd.family === 'llama') continue;
    expect(count(studentOf(odd))).toBeGreaterThan(0);
  }
});

test('a student starts from layers that are spread over the teacher’s', () => {
  const config = modelSchema.parse({ family: 'gpt', ...attention, n_layer: 5, n_embd: 24 });
  const teacher = buildModel(config, 7);
  const weights = new Map(
    teacher.parameters.map(({ name, shape }, i) => [
      name,
      new Float32Array(shape.reduce((a, b) => a * b)).fill(i),
    ]),
  );
  const student = { ...config, n_layer: 3 };
  const model = buildModel(student, 7);
  const start = layersOf({ config, weights }, student, model);
  for (const [block, from] of [0, 2, 4].entries()) {
    const name = (layer: number): string => `transformer.h.${layer}.mlp.c_fc.weight`;
    expect(start.get(name(block))).toEqual(weights.get(name(from)));
  }
  expect([...start.keys()]).toEqual(model.parameters.map(({ name }) => name));
});

test('windows cover the text and never run over its end', () => {
  const starts = windowGrid(101, 16);
  expect(starts[0]).toBe(0);
  expect(starts[1]).toBe(4);
  expect(starts.at(-1)! + 17).toBeLessThanOrEqual(101);
  expect(starts.at(-1)! + 17 + 4).toBeGreaterThan(101);
  expect([...windowGrid(18, 16)]).toEqual([0]);
});

test('batches say where windows start, which they are and where their columns lie', () => {
  const starts = Int32Array.of(0, 4, 8, 12);
  const field = (name: string) => ({ name, shape: [3], dtype: 'u32' as const });
  const fields = ['offsets', 'windows', 'columns'].map(field);
  const how = { fields, starts, batch: 3, times: 2, seed: 5, columnStride: 100 };
  const first = distillBatches(how, 7);
  expect(first).toEqual(distillBatches(how, 7));
  expect(first).not.toEqual(distillBatches(how, 8));
  const row = (at: number): number[] => [...first.subarray(at, at + 3)];
  const windows = row(64);
  expect(windows.every((window) => window >= 0 && window < 4)).toBe(true);
  expect(row(0)).toEqual(windows.map((window) => starts[window]));
  expect(row(128)).toEqual(windows.map((window) => 100 * window));
});

test('the greatest logits of each row with their columns', () => {
  const into = { logits: new Float32Array(6), ids: new Uint32Array(6) };
  const logits = Float32Array.of(1, 5, -2, 3, -9, -8, -7, -7.5);
  keepGreatest(logits, { rows: 2, vocab: 4, k: 2 }, into, 1);
  expect([...into.logits]).toEqual([0, 0, 5, 3, -7, -7.5]);
  expect([...into.ids]).toEqual([0, 0, 1, 3, 2, 3]);
});

test('weights rounded to 15 levels a group, along the inputs', () => {
  const weight = Float32Array.of(7, 1.4, -3, 0.2, 70, -21);
  expect([...roundedInt4(weight, [2, 3], true, 3)]).toEqual([7, 1, -3, 0, 70, -20]);
  const across = roundedInt4(weight, [2, 3], false, 2);
  expect(across[0]).toBe(7);
  expect(across[3]).toBe(0);
  expect(across[4]).toBe(70);
  expect(across[1]).toBe(0);
});

test('settings that make no sense are refused', () => {
  const training = { per_device_train_batch_size: 1, max_steps: 1, learning_rate: 0.1 };
  const parse = (change: object) =>
    distillSchema.safeParse({ version: 1, training, ...change }).success;
  expect(parse({})).toBe(true);
  for (const change of [{ temperature: 0 }, { alpha: 1.1 }, { seeds: [] }, { top_k: -1 }]) {
    expect(parse(change)).toBe(false);
  }
});

test('the verdict counts seed by seed', () => {
  const row = (id: DistillRow['id'], losses: number[]) =>
    ({
      id,
      seeds: losses.map((loss, seed) => ({ seed, quality: { loss } })),
    }) as unknown as DistillRow;
  const rows = [row('teacher', [1]), row('alone', [3, 2.9, 3]), row('distilled', [2, 2.95, 2])];
  const { wins, seeds, share } = verdictOf(rows)!;
  expect([wins, seeds]).toEqual([2, 3]);
  expect(share).toBeCloseTo((8.9 / 3 - 6.95 / 3) / (8.9 / 3 - 1), 6);
  expect(verdictOf(rows.slice(0, 2))).toBeNull();
});

test('the size of the student decides the temperature, unless one is given', () => {
  const at = (n_layer: number, n_embd: number) => ({ n_layer, n_embd });
  expect(temperatureFor({ temperature: 'auto' }, at(6, 512))).toBe(10);
  expect(temperatureFor({ temperature: 'auto' }, at(6, 256))).toBe(2);
  expect(temperatureFor({ temperature: 3 }, at(6, 512))).toBe(3);
});

test('sizes that are given stand; copied layers keep the teacher’s width', () => {
  const own = { student_layers: 3, student_width: 96, student_heads: 3 };
  expect(studentOf(MODELS[0]!, { initial: 'random', ...own })).toMatchObject({
    n_layer: 3,
    n_embd: 96,
    n_head: 3,
  });
  const usual = { student_layers: 0, student_width: 0, student_heads: 0 };
  expect(studentOf(MODELS[1]!, { initial: 'teacher_layers', ...usual })).toMatchObject({
    n_layer: 6,
    n_embd: 768,
    n_head: 12,
    n_kv_head: 4,
    n_inner: 2048,
  });
});

test('settings that contradict each other are refused with what to change', () => {
  const training = { per_device_train_batch_size: 1, max_steps: 1, learning_rate: 0.1 };
  const config = (change: object) => distillSchema.parse({ version: 1, training, ...change });
  const codeOf = (change: object, refuse: typeof refuseContradictions): string | null => {
    try {
      refuse(config(change));
      return null;
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  expect(codeOf({ alpha: 1 }, refuseContradictions)).toBe('distill_nothing_to_learn');
  expect(codeOf({ alpha: 1, hidden: 1 }, refuseContradictions)).toBeNull();
  expect(codeOf({ top_k: 8, attention: 1 }, refuseContradictions)).toBe('distill_top_k_in_step');
  expect(codeOf({ top_k: 8 }, refuseContradictions)).toBeNull();
  for (const change of [{ hidden: 1 }, { attention: 1 }, { top_k: 2 }, { source: 'generated' }]) {
    expect(codeOf(change, refuseForClasses)).toBe('distill_not_for_classes');
  }
  expect(codeOf({}, refuseForClasses)).toBeNull();
});

test('a batch holds what the teacher says of its examples', () => {
  const example = (id: number, label: number) => ({ ids: [id], secondAt: 1, label });
  const train = [example(1, 0), example(2, 1), withoutLabel(example(3, 1))];
  const examples = { labels: ['a', 'b'], train, validation: train };
  const teacherScores = new Map(
    train.map((one) => [one, Float32Array.of(one.ids[0]!, -one.ids[0]!)]),
  );
  const config = modelSchema.parse({
    family: 'gpt',
    n_layer: 1,
    n_head: 1,
    n_embd: 4,
    n_positions: 4,
  });
  const reader = { kind: 'decoder', model: buildModel(config, 9) } as const;
  const how = { name: 'classify', weight: 1, pooling: 'last', config, seed: 5 } as const;
  const part = distilledClasses(
    classifyTerm(reader, examples, how),
    { examples, seed: 5 },
    teacherScores,
    {
      temperature: 2,
      alpha: 0.5,
      form: 'kl',
    },
  );
  const shape = { batch: 3, seqLen: 4 };
  const words = new Map(
    part
      .fields(shape)
      .map(({ name, shape: extents }) => [name, new Int32Array(extents.reduce((a, b) => a * b))]),
  );
  part.fill({ split: 'train', index: 0, sourceOf: () => 0 }, shape, (name) => words.get(name)!);
  const ids = [0, 4, 8].map((at) => words.get('ids')![at]!);
  expect(ids.toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  expect([...new Float32Array(words.get('teacher')!.buffer)]).toEqual(
    ids.flatMap((id) => [id, -id]),
  );
  expect(words.get('labels')![ids.indexOf(3)]).toBe(-100);
});

test('classifiers are evaluated by what they get right', () => {
  const row = (id: DistillRow['id'], shares: number[]) =>
    ({
      id,
      seeds: shares.map((accuracy, seed) => ({ seed, quality: { loss: 1, accuracy } })),
    }) as unknown as DistillRow;
  const rows = [row('teacher', [0.9]), row('alone', [0.5, 0.6]), row('distilled', [0.8, 0.6])];
  const { figure, wins, share } = verdictOf(rows)!;
  expect([figure, wins]).toEqual(['right', 1]);
  expect(share).toBeCloseTo((0.55 - 0.7) / (0.55 - 0.9), 6);
  expect(figuresOf(rows)[0]).toBe('right');
  expect(figuresOf([])[0]).toBe('loss');
});
