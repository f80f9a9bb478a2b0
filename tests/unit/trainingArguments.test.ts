import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readTrainingArguments,
  writeTrainingArguments,
} from '../../src/training/io/trainingArguments';
import { trainingSchema } from '../../src/training/run/config';

const training = trainingSchema.parse({
  per_device_train_batch_size: 12,
  max_steps: 2000,
  learning_rate: 1e-3,
  min_learning_rate: 1e-4,
  warmup_steps: 0.05,
});

describe('TrainingArguments', () => {
  it('come back as they were written', () => {
    const schedules = fc.constantFrom('constant', 'linear', 'cosine', 'warmup_stable_decay');
    const written = fc.record({
      learning_rate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      min_learning_rate: fc.constantFrom(0, 1e-5),
      lr_scheduler_type: schedules,
      optim: fc.constantFrom('adamw', 'sgd', 'lion', 'muon', 'adafactor'),
      gradient_accumulation_steps: fc.integer({ min: 1, max: 64 }),
    });
    fc.assert(
      fc.property(written, (changes) => {
        const whole = trainingSchema.parse({ ...training, ...changes });
        const read = readTrainingArguments(writeTrainingArguments(whole));
        expect([read.leftOut, read.refused]).toEqual([[], []]);
        expect(trainingSchema.parse(read.training)).toEqual(whole);
      }),
    );
  });

  it('are read in the spellings of Hugging Face', () => {
    const read = readTrainingArguments(
      JSON.stringify({
        optim: 'adamw_torch_fused',
        lr_scheduler_type: 'cosine_with_min_lr',
        lr_scheduler_kwargs: { min_lr: 2e-5 },
        warmup_ratio: 0.1,
      }),
    );
    expect(read.training).toEqual({
      optim: 'adamw',
      lr_scheduler_type: 'cosine',
      min_learning_rate: 2e-5,
      warmup_steps: 0.1,
    });
  });

  it('list what has no counterpart and what cannot be', () => {
    const read = readTrainingArguments(
      '{"output_dir": "x", "fp16": true, "learning_rate": "fast", "max_steps": 10}',
    );
    expect(read.training).toEqual({ max_steps: 10 });
    expect(read.leftOut).toEqual(['output_dir', 'fp16']);
    expect(read.refused.map(({ name }) => name)).toEqual(['learning_rate']);
  });

  it('a number of warm-up steps comes before a share', () => {
    const read = readTrainingArguments('{"warmup_steps": 100, "warmup_ratio": 0.1}');
    expect(read.training).toEqual({ warmup_steps: 100 });
    expect(read.leftOut).toEqual(['warmup_ratio']);
  });

  it.each(['', '{', '[]', '3', 'null'])('%j is no JSON object', (text) => {
    expect(() => readTrainingArguments(text)).toThrow(
      expect.objectContaining({ code: 'not_json' }),
    );
  });
});
