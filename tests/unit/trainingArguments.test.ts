import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { TRAINING_ARGUMENTS_TABLE } from '../../src/training/formats/trainingArguments';
import {
  readTrainingArguments,
  withArguments,
} from '../../src/training/io/arguments/trainingArguments';
import { writeTrainingArguments } from '../../src/training/io/arguments/writeTrainingArguments';
import { trainingSchema, type TrainingConfig } from '../../src/training/run/config';
import { withSteps } from '../../src/training/run/duration';
import { learningRateAt, warmupStepsOf } from '../../src/training/run/learningRate';

const training = trainingSchema.parse({
  per_device_train_batch_size: 12,
  max_steps: 2000,
  learning_rate: 1e-3,
  min_learning_rate: 1e-4,
  warmup_steps: 0.05,
});

const read = (values: Readonly<Record<string, unknown>>) =>
  readTrainingArguments(JSON.stringify(values));

/** Over Trainer's defaults, on so many examples. */
function resolved(values: Readonly<Record<string, unknown>>, examples: number): TrainingConfig {
  const defaults = trainingSchema.parse({
    per_device_train_batch_size: 8,
    max_steps: 1,
    num_train_epochs: 3,
    learning_rate: 5e-5,
    lr_scheduler_type: 'linear',
  });
  const found = withSteps(withArguments(defaults, read(values)), examples);
  return { ...found, warmup_steps: warmupStepsOf(found.warmup_steps, found.max_steps) };
}

describe('TrainingArguments', () => {
  it('come back as they were written', () => {
    const written = fc.record({
      learning_rate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      min_learning_rate: fc.constantFrom(0, 1e-7),
      lr_scheduler_type: fc.constantFrom('constant', 'linear', 'cosine', 'warmup_stable_decay'),
      warmup_steps: fc.constantFrom(0, 0.05, 20),
      optim: fc.constantFrom('adamw', 'sgd', 'lion', 'muon', 'adafactor'),
      momentum: fc.constantFrom(0, 0.9),
      nesterov: fc.boolean(),
      ema_decay: fc.constantFrom(0, 0.99),
      num_train_epochs: fc.constantFrom(undefined, 0.5, 3),
      eval_strategy: fc.constantFrom(undefined, 'no', 'epoch'),
      save_steps: fc.constantFrom(undefined, 0.25, 40),
      gradient_accumulation_steps: fc.integer({ min: 1, max: 64 }),
    });
    fc.assert(
      fc.property(written, (changes) => {
        const whole = trainingSchema.parse({ ...training, ...changes });
        const file = writeTrainingArguments(whole);
        const found = readTrainingArguments(file);
        expect([found.leftOut, found.refused, found.ignored]).toEqual([[], [], []]);
        const again = withArguments({ ...training, lr_scheduler_type: 'linear' }, found);
        const [a, b] = [withSteps(whole, 1000), withSteps(again, 1000)];
        for (const step of [0, 3, 50, a.max_steps - 2]) {
          const want = learningRateAt(a, step);
          expect(Math.abs(learningRateAt(b, step) - want)).toBeLessThanOrEqual(1e-9 * want);
        }
        const { optim, ema_decay, max_steps, eval_steps, save_steps } = a;
        expect(b).toMatchObject({ optim, ema_decay, max_steps, eval_steps });
        expect(b.save_steps).toBe(save_steps);
        if (optim === 'sgd') expect([b.momentum, b.nesterov]).toEqual([a.momentum, a.nesterov]);
      }),
    );
  });

  it('are written in fields that TrainingArguments has', () => {
    const own = { ema_decay: 0.99, max_length: 32, momentum: 0.5, lr_scheduler_type: 'linear' };
    const whole = trainingSchema.parse({ ...training, ...own });
    const file = JSON.parse(writeTrainingArguments(whole)) as Record<string, unknown>;
    const notes = Object.keys(file).map((name) => TRAINING_ARGUMENTS_TABLE.fields[name]?.note);
    expect(notes.filter((note) => note === undefined || note.startsWith('Benchtop'))).toEqual([]);
    expect(file).toMatchObject({
      lr_scheduler_type: 'polynomial',
      lr_scheduler_kwargs: { lr_end: 1e-4, power: 1 },
      optim_args: 'max_length=32,momentum=0.5,ema_decay=0.99',
    });
  });

  it('are read in the spellings of Hugging Face', () => {
    const found = read({
      optim: 'adamw_torch_fused',
      lr_scheduler_type: 'cosine_with_min_lr',
      lr_scheduler_kwargs: { min_lr: 2e-5 },
      warmup_ratio: 0.1,
    });
    expect(found.training).toEqual({
      optim: 'adamw',
      lr_scheduler_type: 'cosine',
      min_learning_rate: 2e-5,
      warmup_steps: 0.1,
    });
  });

  it('tell apart what has no effect, what is unknown and what cannot be', () => {
    const found = readTrainingArguments(
      '{"output_dir": "x", "fp16": true, "learning_rate": "fast", "max_steps": 10, "packing": true}',
    );
    expect(found.training).toEqual({ max_steps: 10 });
    expect(found.ignored.map(({ name }) => name)).toEqual(['output_dir', 'fp16']);
    expect(found.leftOut).toEqual(['packing']);
    expect(found.refused).toEqual([
      expect.objectContaining({ name: 'learning_rate', code: 'number', fields: { value: 'fast' } }),
    ]);
  });

  it.each(['', '{', '[]', '3', 'null'])('%j is no JSON object', (text) => {
    expect(() => readTrainingArguments(text)).toThrow(
      expect.objectContaining({ code: 'not_json' }),
    );
  });

  it('are refused by name, not by an error, however deep a value is nested', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const name of ['optim', 'learning_rate', 'label_smoothing_factor', 'max_steps']) {
      const found = readTrainingArguments(`{"${name}": ${deep}, "seed": 3}`);
      expect(found.refused.map((one) => one.name)).toEqual([name]);
      expect(found.training).toEqual({ seed: 3 });
    }
  });
});

describe('the steps of a run', () => {
  test.each([
    [{ per_device_train_batch_size: 4, gradient_accumulation_steps: 4 }, 100, 21],
    [{ per_device_train_batch_size: 4, max_steps: 11, num_train_epochs: 3 }, 100, 11],
    [{ per_device_train_batch_size: 4, num_train_epochs: 3, max_steps: -1 }, 100, 75],
    [{ max_steps: 0 }, 100, 39],
    [{ num_train_epochs: 0.5 }, 100, 7],
    [{ num_train_epochs: 1, dataloader_drop_last: true }, 100, 12],
    [{ num_train_epochs: 2, dataloader_drop_last: 'True' }, 5, 2],
    [{ num_train_epochs: '2', per_gpu_train_batch_size: 50 }, 100, 4],
    [{}, 1, 3],
  ])('%j on %i examples are %i', (values, examples, steps) => {
    expect(resolved(values, examples).max_steps).toBe(steps);
  });

  test('max_steps takes the place of epochs that were set, and the other way round', () => {
    const epochs = { ...training, num_train_epochs: 3 };
    expect(withArguments(epochs, read({ max_steps: 7 })).num_train_epochs).toBeUndefined();
    const both = read({ num_train_epochs: 2, max_steps: 7 });
    expect(both.leftOut).toEqual(['num_train_epochs']);
    expect(withSteps(withArguments(training, read({ num_train_epochs: 2 })), 120).max_steps).toBe(
      20,
    );
  });

  test.each([
    [{ warmup_ratio: 0.1, warmup_steps: 0 }, 5],
    [{ warmup_steps: 0, warmup_ratio: 0.1 }, 5],
    [{ warmup_ratio: 0.1, warmup_steps: 7 }, 7],
    [{ warmup_steps: 7, warmup_ratio: 0.1 }, 7],
    [{ warmup_ratio: 0.101 }, 6],
    [{ warmup_steps: 0.101 }, 6],
    [{ warmup_ratio: '1e-1' }, 5],
    [{ warmup_ratio: 0.1, lr_scheduler_type: 'constant' }, 0],
    [{ warmup_ratio: 0.1, lr_scheduler_type: 'constant_with_warmup' }, 5],
  ])('%j is a warmup of %i of 50 updates', (values, warmup) => {
    expect(resolved({ ...values, num_train_epochs: 2 }, 200).warmup_steps).toBe(warmup);
  });

  test.each([
    [{ eval_strategy: 'epoch' }, { eval_steps: 25 }],
    [{ eval_strategy: 'no' }, { eval_steps: 50 }],
    [
      { eval_strategy: 'steps', logging_steps: 5 },
      { eval_steps: 5, logging_steps: 5 },
    ],
    [{ eval_strategy: 'steps' }, { eval_steps: 500 }],
    [{ evaluation_strategy: 'steps', eval_steps: 0.25 }, { eval_steps: 13 }],
    [{ evaluation_strategy: 'epoch', eval_strategy: 'no' }, { eval_steps: 50 }],
    [{ evaluate_during_training: true, logging_steps: 4 }, { eval_steps: 4 }],
    [{ save_strategy: 'epoch', save_steps: 10 }, { save_steps: 25 }],
    [{ save_strategy: 'no' }, { save_steps: 50 }],
    [{ save_steps: 0.5 }, { save_steps: 25 }],
    [{ logging_strategy: 'epoch' }, { logging_steps: 25 }],
  ])('%j of 2 epochs of 25 updates', (values, steps) => {
    expect(resolved({ ...values, num_train_epochs: 2 }, 200)).toMatchObject(steps);
  });
});

describe('a schedule', () => {
  test.each([
    ['linear', {}, 'linear', 0],
    ['cosine', { num_cycles: 0.5 }, 'cosine', 0],
    ['cosine_with_min_lr', { min_lr_rate: 0.1 }, 'cosine', 1e-4],
    ['polynomial', {}, 'linear', 1e-7],
    ['polynomial', { lr_end: 1e-6, power: 1 }, 'linear', 1e-6],
    [
      'warmup_stable_decay',
      { num_decay_steps: 30, min_lr_ratio: 0.5 },
      'warmup_stable_decay',
      5e-4,
    ],
  ])('%s %j', (lr_scheduler_type, lr_scheduler_kwargs, ours, end) => {
    const found = read({ learning_rate: 1e-3, lr_scheduler_type, lr_scheduler_kwargs });
    expect([found.refused, found.leftOut]).toEqual([[], []]);
    expect(found.training.lr_scheduler_type).toBe(ours);
    expect(found.training.min_learning_rate).toBeCloseTo(end, 12);
  });

  test.each([
    ['inverse_sqrt', {}],
    ['cosine_with_restarts', {}],
    ['reduce_lr_on_plateau', {}],
    ['cosine', { num_cycles: 1 }],
    ['cosine_with_min_lr', {}],
    ['polynomial', { power: 2 }],
    ['warmup_stable_decay', {}],
    ['warmup_stable_decay', { num_decay_steps: 3, decay_type: 'linear' }],
  ])('%s %j is refused by name', (lr_scheduler_type, lr_scheduler_kwargs) => {
    const found = read({ learning_rate: 1e-3, lr_scheduler_type, lr_scheduler_kwargs });
    expect(found.refused.map(({ name }) => name)).toEqual(['lr_scheduler_type']);
    expect(found.training.lr_scheduler_type).toBeUndefined();
  });

  test('its kwargs may be a string, and unknown ones are reported', () => {
    const lr_scheduler_kwargs = '{"min_lr": "0.00001", "warmup": 3}';
    const found = read({ lr_scheduler_type: 'cosine_with_min_lr', lr_scheduler_kwargs });
    expect(found.training.min_learning_rate).toBe(1e-5);
    expect(found.leftOut).toEqual(['lr_scheduler_kwargs.warmup']);
  });
});

describe('values', () => {
  test.each([
    ['learning_rate', '2e-5', 2e-5],
    ['learning_rate', ' 1_0.5e-2 ', 0.105],
    ['max_steps', '100', 100],
    ['max_steps', 100, 100],
    ['gradient_checkpointing', 'True', true],
    ['gradient_checkpointing', 'no', false],
    ['gradient_checkpointing', 1, true],
  ])('%s: %j is %j', (name, given, want) => {
    expect(read({ [name]: given }).training).toEqual({ [name]: want });
  });

  test.each([
    ['learning_rate', '0x10', 'number'],
    ['learning_rate', 'nan', 'number'],
    ['learning_rate', true, 'number'],
    ['learning_rate', [1e-3], 'number'],
    ['learning_rate', 0, 'not_above'],
    ['learning_rate', 11, 'too_large'],
    ['max_steps', 1.5, 'whole'],
    ['per_device_train_batch_size', 0, 'not_above'],
    ['eval_steps', 2.5, 'whole'],
    ['gradient_checkpointing', 'maybe', 'truth'],
    ['optim', 3, 'kind'],
    ['lr_scheduler_kwargs', '{', 'kind'],
    ['lr_scheduler_kwargs', [], 'kind'],
    ['optim', 'adamw_bnb_8bit', 'unsupported'],
    ['optim', 'galore_adamw', 'unsupported'],
    ['save_strategy', 'best', 'unsupported'],
    ['label_smoothing_factor', 0.1, 'unsupported'],
  ])('%s: %j is refused (%s)', (name, given, code) => {
    const found = read({ [name]: given });
    expect(found.refused).toEqual([expect.objectContaining({ name, code })]);
    expect(found.refused[0]!.reason).not.toMatch(/undefined|NaN/);
    expect(found.training).toEqual({});
  });

  test('NaN and Infinity, as Python writes them, are refused by name', () => {
    const found = readTrainingArguments('{"learning_rate": NaN, "max_grad_norm": -Infinity}');
    expect(found.refused.map(({ name, code }) => [name, code])).toEqual([
      ['learning_rate', 'number'],
      ['max_grad_norm', 'number'],
    ]);
  });

  test("Trainer's SGD has no momentum, and its Adafactor no scale", () => {
    expect(read({ optim: 'sgd' }).training).toEqual({ optim: 'sgd', momentum: 0, nesterov: false });
    expect(read({ optim: 'sgd', optim_args: 'momentum=0.9, foo=1' })).toMatchObject({
      training: { momentum: 0.9 },
      leftOut: ['optim_args.foo'],
    });
    expect(read({ adafactor: true }).training).toEqual({
      optim: 'adafactor',
      scale_parameter: false,
    });
  });

  test('data_seed is the seed or nothing', () => {
    expect(read({ seed: 7, data_seed: 7 }).refused).toEqual([]);
    expect(read({ seed: 7, data_seed: 8 }).refused).toHaveLength(1);
  });
});

describe('what transformers refuses, or reads beside the field', () => {
  test.each([
    ['warmup_ratio', { warmup_ratio: 1.5 }],
    ['warmup_ratio', { warmup_ratio: 1 }],
    ['accelerator_config', { accelerator_config: 'accelerator.json' }],
    [
      'accelerator_config',
      { accelerator_config: { gradient_accumulation_kwargs: { num_steps: 4 } } },
    ],
    [
      'lr_scheduler_type',
      {
        learning_rate: 1e-3,
        lr_scheduler_type: 'cosine_with_min_lr',
        lr_scheduler_kwargs: { min_lr: 1e-5, min_lr_rate: 0.1 },
      },
    ],
  ])('%s of %j is refused', (name, values) => {
    expect(read(values).refused.map((one) => one.name)).toEqual([name]);
  });
});

describe('each row of the table', () => {
  const rows = Object.entries(TRAINING_ARGUMENTS_TABLE.fields);
  const withUse = (use: string): string[] =>
    rows.filter(([, rule]) => rule.use === use).map(([name]) => name);

  test.each(withUse('ignored'))('%s has no effect and is reported', (name) => {
    for (const value of [true, 'x', 3, { a: 1 }]) {
      expect(read({ [name]: value })).toMatchObject({
        training: {},
        leftOut: [],
        refused: [],
        ignored: [expect.objectContaining({ name })],
      });
    }
  });

  test.each(withUse('refused'))('%s passes with the values that change nothing', (name) => {
    const { accepts } = TRAINING_ARGUMENTS_TABLE.fields[name]!;
    const passing = Array.isArray(accepts) ? accepts : [];
    for (const value of [null, ...passing]) expect(read({ [name]: value }).refused).toEqual([]);
    const bad = name === 'accelerator_config' ? { split_batches: true } : 'other';
    expect(read({ [name]: bad }).refused.map((one) => one.name)).toEqual([name]);
  });

  test.each(withUse('honoured'))('%s is taken, or refused by name', (name) => {
    for (const value of [0.5, 2, '3', true, 'adamw', 'steps', 'cosine', { min_lr: 1e-5 }]) {
      const found = read({ [name]: value });
      expect([...found.leftOut, ...found.ignored].filter((one) => one === name)).toEqual([]);
      const isRefused = found.refused.some((one) => one.name === name);
      const isTaken = Object.keys(found.training).length > 0;
      const isDefault = ['optim_args', 'max_steps', 'adafactor', 'evaluate_during_training'];
      expect(isRefused || isTaken || isDefault.includes(name)).toBe(true);
    }
    expect(read({ [name]: null })).toEqual({
      // None turns clipping off.
      training: name === 'max_grad_norm' ? { max_grad_norm: 0 } : {},
      ignored: [],
      leftOut: [],
      refused: [],
    });
  });
});

test('limits that a value may not reach are said as such', () => {
  const { refused } = readTrainingArguments('{"learning_rate": 0, "adam_beta1": 1}');
  expect(refused.map(({ name, code, reason }) => [name, code, reason])).toEqual([
    ['learning_rate', 'not_above', '0 is too small: it must be above 0.'],
    ['adam_beta1', 'not_below', '1 is too large: it must be below 1.'],
  ]);
});

test('a warmup that the schedule does not have is told', () => {
  const read = readTrainingArguments('{"lr_scheduler_type": "constant", "warmup_steps": 9}');
  expect(read.training.warmup_steps).toBe(0);
  expect(read.leftOut).toEqual(['warmup_steps']);
});
