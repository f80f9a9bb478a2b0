// A few models of each origin, for pages without an engine.
import type { LoadedModel } from '../../src/host/protocol/models';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { STORY } from '../../src/experiments/story';
import { runConfigSchema, type ModelConfig } from '../../src/training/run/config';

const { model: story, data } = runConfigSchema.parse(STORY.config);
const AT_MS = Date.UTC(2026, 10, 30, 9);
const HOUR_MS = 3_600_000;

const falling = (from: number, to: number): number[] =>
  Array.from(
    { length: 48 },
    (_, i) => to + (from - to) * Math.exp(-i / 9) + 0.04 * Math.sin(i * 7),
  );

const saved = (id: string, name: string, age: number, change: Partial<SavedRun>): SavedRun => ({
  id,
  name,
  isNamed: false,
  experimentId: 'story',
  keptAtMs: AT_MS - age * HOUR_MS,
  step: 2000,
  maxSteps: 2000,
  loss: 0.861,
  sizeBytes: 10_400_000,
  data,
  ...change,
  facts: {
    model: story,
    parameters: 874_624,
    floor: 0.712,
    accuracy: null,
    curve: falling(6.2, change.loss ?? 0.861),
    ...change.facts,
  },
});

const facts = (change: Partial<NonNullable<SavedRun['facts']>>) =>
  change as NonNullable<SavedRun['facts']>;

export const FAKE_SAVED: readonly SavedRun[] = [
  saved('run-a', 'Story GPT', 30, {}),
  saved('run-b', 'Story GPT (lr 0.02, 120 steps)', 4, { loss: 1.93, step: 120, maxSteps: 120 }),
  saved('run-c', 'Story GPT: distilled student', 2, {
    loss: 1.02,
    facts: facts({ teacher: { kind: 'kept', id: 'run-a' }, parameters: 219_000 }),
  }),
  saved('run-d', 'Sentiment (LoRA)', 1, {
    experimentId: 'story',
    loss: 0.21,
    facts: facts({
      base: { kind: 'kept', id: 'run-a' },
      method: 'lora',
      accuracy: 0.94,
      floor: null,
      objectives: [{ kind: 'classify', weight: 1 }] as never,
      labels: ['positive', 'negative'],
    }),
  }),
];

const loaded = (
  id: string,
  name: string,
  age: number,
  change: Partial<LoadedModel>,
): LoadedModel => ({
  id,
  name,
  config: story,
  vocabSize: 512,
  tokens: 512,
  parameters: 874_624,
  sizeBytes: 3_520_000,
  dtype: 'F32',
  source: { kind: 'files', name: 'model.zip' },
  addedAtMs: AT_MS - age * HOUR_MS,
  adapters: [],
  ends: [],
  writes: true,
  remarks: [],
  ...change,
});

const GPT2 = { ...story, n_layer: 12, n_head: 12, n_embd: 768, n_positions: 1024 } as ModelConfig;

export const FAKE_LOADED: readonly LoadedModel[] = [
  loaded('model-a', 'Story GPT · INT8', 20, {
    dtype: 'I8',
    sizeBytes: 968_000,
    source: {
      kind: 'variant',
      name: 'Story GPT',
      base: { kind: 'kept', id: 'run-a' },
      stages: [{ kind: 'int8', activations: 'float', scales: 'channel', embeddings: false }],
    },
  }),
  loaded('model-b', 'gpt2', 50, {
    config: GPT2,
    vocabSize: 50_257,
    tokens: 50_257,
    parameters: 124_439_808,
    sizeBytes: 548_000_000,
    source: { kind: 'hub', name: 'openai-community/gpt2', revision: 'main' },
    adapters: [
      {
        id: 'adapter-a',
        name: 'finance',
        r: 8,
        target_modules: ['c_attn'],
        sizeBytes: 1_200_000,
      },
    ],
  }),
];
