import { expect, test } from 'vitest';
import { trainingSchema } from '../../src/training/run/config';
import { learningRateAt } from '../../src/training/run/learningRate';

const rates = (options: object): number[] => {
  const config = trainingSchema.parse({
    per_device_train_batch_size: 1,
    max_steps: 10,
    learning_rate: 1,
    min_learning_rate: 0.2,
    ...options,
  });
  return Array.from({ length: 11 }, (_, step) => learningRateAt(config, step));
};

test.each(['constant', 'linear', 'cosine', 'warmup_stable_decay'])('%s warms up', (type) => {
  const warm = rates({ lr_scheduler_type: type, warmup_steps: 3 });
  expect(warm.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
  // A warmup below 1 is a share of all steps.
  expect(rates({ lr_scheduler_type: type, warmup_steps: 0.3 })).toEqual(warm);
});

test('each schedule has its own way down', () => {
  expect(new Set(rates({ lr_scheduler_type: 'constant' }))).toEqual(new Set([1]));
  const linear = rates({ lr_scheduler_type: 'linear' });
  expect(linear[5]).toBeCloseTo(0.6, 12);
  expect(linear[10]).toBeCloseTo(0.2, 12);
  const cosine = rates({ lr_scheduler_type: 'cosine' });
  expect(cosine[5]).toBeCloseTo(0.6, 12);
  expect(cosine[2]).toBeGreaterThan(linear[2]!);
  expect(cosine[10]).toBeCloseTo(0.2, 12);
});

test('warmup_stable_decay stays at the top and falls at the end', () => {
  const stable = rates({ lr_scheduler_type: 'warmup_stable_decay', num_decay_steps: 4 });
  expect(stable.slice(0, 7)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(stable[8]).toBeCloseTo(0.6, 12);
  expect(stable[10]).toBeCloseTo(0.2, 12);
  expect(rates({ lr_scheduler_type: 'warmup_stable_decay', num_decay_steps: 0.4 })).toEqual(stable);
  // Nothing falls where there is nothing to fall in.
  const never = rates({ lr_scheduler_type: 'warmup_stable_decay', num_decay_steps: 0 });
  expect(never.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 1));
});
