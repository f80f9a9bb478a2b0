import { describe, expect, test } from 'vitest';
import { planRun } from '../../src/host/run/planRun';
import { examplesInEpoch } from '../../src/training/objectives/epoch';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import type { AlgorithmConfig } from '../../src/training/run/objectiveConfig';
import { windowsOf, withSteps } from '../../src/training/run/duration';

const LIMITS = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
  f16: false,
  subgroupSize: null,
  software: false,
  dot4: false,
};

const configOf = (changes: Partial<RunConfigInput> = {}) =>
  runConfigSchema.parse({
    version: 1,
    name: 'epochs',
    model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 8, n_positions: 32 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    training: {
      per_device_train_batch_size: 4,
      max_steps: 5,
      num_train_epochs: 3,
      learning_rate: 1e-3,
      warmup_steps: 0.1,
    },
    sample: {},
    ...changes,
  });

describe('an epoch', () => {
  test.each([
    [7920, 32, 247],
    [64, 32, 2],
    [63, 32, 1],
    [3, 32, 1],
  ])('of %i tokens in windows of %i has %i of them', (tokens, length, windows) => {
    expect(windowsOf(tokens, length)).toBe(windows);
  });

  test('of a text is planned from its tokens: 3 × ceil(247 / 4) steps', () => {
    const facts = { vocabSize: 30, trainTokens: 7920, validationTokens: 880 };
    const { steps } = planRun(configOf(), facts, LIMITS);
    expect(steps).toMatchObject({ total: 186, perEpoch: 62, warmup: 19 });
  });

  const text = (id: string, tokens: number) => ({
    id,
    train: { from: 0, to: tokens },
    validation: { from: 0, to: 1 },
  });

  test('goes through all corpora that it reads in turn, each cut by itself', () => {
    const sources = [text('a', 100), text('b', 70), text('c', 320)];
    const schedule = [
      { text: 0, fromStep: 0, share: 1 },
      { text: 1, fromStep: 0.5, share: 1 },
    ];
    expect(examplesInEpoch(configOf(), { sources, schedule, seed: 1 })).toBe(3 + 2);
    const named = configOf({ objectives: [{ kind: 'causal_lm', corpus: 'c' }] });
    expect(examplesInEpoch(named, { sources, schedule, seed: 1 })).toBe(10);
  });

  test('of examples is the examples', () => {
    const config = configOf({ objectives: [{ kind: 'classify' }] });
    expect(examplesInEpoch(config, { sources: [], schedule: [], examples: 41, seed: 1 })).toBe(41);
  });

  test('of a task is its pairs, and a task without an end has none', () => {
    const ofTask = (algorithm: AlgorithmConfig) =>
      configOf({ objectives: [{ kind: 'algorithm', algorithm }] });
    const modular = ofTask({ task: 'modular_addition', modulus: 7 });
    expect(examplesInEpoch(modular, { sources: [], schedule: [], seed: 1 })).toBe(44);
    const endless = ofTask({ task: 'sort', length: 4, symbols: 5 });
    expect(examplesInEpoch(endless, { sources: [], schedule: [], seed: 1 })).toBeUndefined();
    expect(withSteps(endless.training, undefined).max_steps).toBe(5);
  });
});
