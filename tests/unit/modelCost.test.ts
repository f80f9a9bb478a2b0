// The parts of a model must add up to the plan, whatever the family, the optimizer or the memory tricks.
import { expect, test } from 'vitest';
import type { KernelLimits, MemoryKind } from '../../src/gpu/dispatch';
import { corpusTokens } from '../../src/host/data/corpusSize';
import { planRun } from '../../src/host/run/planRun';
import { componentsOfParameters } from '../../src/training/models/placement';
import { parametersOf } from '../../src/training/models/model';
import {
  modelSchema,
  runConfigSchema,
  type RunConfig,
  type RunConfigInput,
} from '../../src/training/run/config';

const LIMITS: KernelLimits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
  f16: false,
  subgroupSize: null,
  software: false,
  dot4: false,
};
const SIZE = { n_layer: 3, n_embd: 24, n_positions: 8 };
const HEADS = { n_head: 3, n_inner: 40 };
const ATTENTION = { mixer: { kind: 'attention' }, feed_forward: 'gelu' } as const;
const MODELS: Record<string, RunConfigInput['model']> = {
  gpt: { family: 'gpt', ...SIZE, n_head: 3, dropout: 0.1 },
  untied: { family: 'gpt', ...SIZE, n_head: 3, tie_word_embeddings: false, bias: false },
  llama: { family: 'llama', ...SIZE, ...HEADS, n_kv_head: 1 },
  qwen3: {
    family: 'llama',
    ...SIZE,
    ...HEADS,
    n_kv_head: 1,
    head_dim: 10,
    qk_norm: true,
    out_bias: true,
    sliding_window: 3,
    sliding_layers: [true, false],
  },
  lstm: { family: 'recurrent', ...SIZE, cell: 'lstm' },
  convolution: { family: 'convolution', ...SIZE },
  blocks: {
    family: 'blocks',
    ...SIZE,
    ...HEADS,
    blocks: [
      ATTENTION,
      { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'relu' },
      { mixer: { kind: 'convolution', kernel_size: 3, dilation: 2 }, feed_forward: 'swiglu' },
    ],
  },
};

function configOf(
  model: RunConfigInput['model'],
  training: Partial<RunConfigInput['training']> = {},
): RunConfig {
  return runConfigSchema.parse({
    version: 1,
    name: 'cost',
    model,
    tokenizer: { kind: 'char' },
    data: { corpus: 'story' },
    training: { per_device_train_batch_size: 2, max_steps: 1, learning_rate: 1e-3, ...training },
    sample: {},
  });
}

const FACTS = { vocabSize: 31, trainTokens: 997, validationTokens: 101 };

test.each([
  ...Object.keys(MODELS).map((name) => [name, {}] as const),
  ['gpt', { optim: 'muon', ema_decay: 0.9 }] as const,
  ['llama', { optim: 'adafactor', gradient_accumulation_steps: 3 }] as const,
  ['gpt', { gradient_checkpointing: true }] as const,
])('the parts of %s with %o add up to the plan', (name, training) => {
  const plan = planRun(configOf(MODELS[name]!, training), FACTS, LIMITS);
  const sum = (of: (part: (typeof plan.parts)[number]) => number): number =>
    plan.parts.reduce((total, part) => total + of(part), 0);
  expect(sum(({ parameters }) => parameters)).toBe(plan.parameters);
  expect(sum(({ flops }) => flops)).toBeCloseTo(plan.flopsPerStep, 3);
  for (const kind of Object.keys(plan.memory) as MemoryKind[])
    expect(
      sum(({ memory }) => memory[kind]),
      kind,
    ).toBe(plan.memory[kind]);
  expect(plan.parts.map(({ kind }) => kind)).toEqual([
    'embedding',
    'block',
    'block',
    'block',
    'head',
    'run',
  ]);
});

test.each(Object.keys(MODELS))(
  'every block of %s has work of its own, and the head only its',
  (name) => {
    const { parts } = planRun(configOf(MODELS[name]!), FACTS, LIMITS);
    const tokens = 2 * SIZE.n_positions;
    for (const part of parts.filter(({ kind }) => kind === 'block')) {
      const matrices = part.weights.filter(({ shape }) => shape.length > 1);
      const weights = matrices.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
      expect(part.forwardFlops).toBeGreaterThanOrEqual(2 * weights * tokens);
    }
    const head = parts.find(({ kind }) => kind === 'head')!;
    expect(head.forwardFlops).toBeLessThan(4 * SIZE.n_embd * FACTS.vocabSize * tokens);
  },
);

test('a block of GPT has its own matrices, products and kept activations', () => {
  const { parts } = planRun(configOf({ ...MODELS.gpt!, dropout: 0 }), FACTS, LIMITS);
  const [, first, second, third, head] = parts;
  const C = SIZE.n_embd;
  const tokens = 2 * SIZE.n_positions;
  for (const block of [first!, second!, third!]) {
    expect(block.parameters).toBe(12 * C * C + 13 * C);
    expect(block.weights).toHaveLength(12);
    // 2 operations a weight and token forward, twice that backward; attention and norms on top.
    expect(block.forwardFlops).toBeGreaterThan(24 * C * C * tokens);
    expect(block.flops).toBeGreaterThan(72 * C * C * tokens);
    expect(block.flops).toBeLessThan(1.4 * 72 * C * C * tokens);
    expect(block.memory.activations).toBeGreaterThan(0);
  }
  expect(second!.forwardFlops).toBe(third!.forwardFlops);
  // The product with the tied table, forward and twice backward, is the head's.
  expect(head!.flops).toBeGreaterThan(6 * C * FACTS.vocabSize * tokens);
  expect(head!.memory.logits).toBeGreaterThan(0);
});

test('parameters of two stacks are distinguished, and what stands between them ends the first', () => {
  const model = runConfigSchema.shape.model.parse({
    family: 't5',
    n_layer: 2,
    n_decoder_layer: 1,
    n_embd: 8,
    n_positions: 4,
    n_head: 2,
    d_kv: 4,
    n_inner: 12,
    tie_word_embeddings: false,
  });
  const specs = parametersOf(model, 11);
  const parts = componentsOfParameters(specs);
  const partOf = (name: string): number | undefined =>
    parts[specs.findIndex((spec) => spec.name === name)];
  expect(partOf('shared.weight')).toBe(0);
  expect(partOf('encoder.block.1.layer.0.SelfAttention.q.weight')).toBe(2);
  expect(partOf('encoder.final_layer_norm.weight')).toBe(2);
  expect(partOf('decoder.block.0.layer.0.SelfAttention.q.weight')).toBe(3);
  expect(partOf('decoder.final_layer_norm.weight')).toBe(4);
  expect(partOf('lm_head.weight')).toBe(4);
});

test('the plan takes counted tokens, else the length of the text, else the size of the corpus', () => {
  const config = configOf(MODELS.gpt!);
  const { vocabSize } = FACTS;
  expect(corpusTokens(config, FACTS)).toEqual({ train: 997, validation: 101 });
  expect(corpusTokens(config, { vocabSize })).toEqual({ train: 2_000_000, validation: 100_000 });
  const own = { ...config, data: { ...config.data, corpus: 'own_file' } };
  expect(corpusTokens(own, { vocabSize, chars: 5000 })).toEqual({ train: 4500, validation: 500 });
  const chinese = { ...config, data: { ...config.data, corpus: 'finance_zh', size_chars: 100 } };
  const bytes = corpusTokens({ ...chinese, tokenizer: { kind: 'byte' } }, { vocabSize });
  expect(bytes.train).toBe(300);
  const few = planRun(config, FACTS, LIMITS).memory.data;
  const many = planRun(config, { ...FACTS, trainTokens: 1997 }, LIMITS).memory.data;
  expect(many - few).toBe(4000);
});

test('a buffer that the adapter cannot bind is refused before anything starts', () => {
  expect(() => planRun(configOf(MODELS.gpt!), FACTS, { ...LIMITS, maxBindingBytes: 4096 })).toThrow(
    /this adapter allows 4096/,
  );
});

test.each([
  ['GPT-2, all weights, a window of 1024', {}, 'adamw', 1024],
  ['GPT-2 with an output layer of its own', { tie_word_embeddings: false }, 'sgd', 512],
  ['GPT-2 with an average, by Muon', {}, 'muon', 64],
] as const)(
  '%s: every WebGPU device has the buffers and bindings',
  (_name, more, optim, positions) => {
    const size = { n_layer: 12, n_head: 12, n_embd: 768, n_positions: 1024 };
    const config = configOf(
      { family: 'gpt', ...size, ...more },
      {
        optim,
        ema_decay: optim === 'muon' ? 0.9 : 0,
        per_device_train_batch_size: 1,
        max_length: positions,
      },
    );
    const { parameters, memory } = planRun(config, { ...FACTS, vocabSize: 50_257 }, LIMITS);
    expect(parameters).toBeGreaterThan(124e6);
    expect(memory.weights).toBeGreaterThan(LIMITS.maxBufferBytes);
    expect(() =>
      planRun(config, { ...FACTS, vocabSize: 50_257 }, { ...LIMITS, maxBufferBytes: 2 ** 27 }),
    ).toThrow(/this adapter allows 134217728/);
  },
);

test('recurrent layers of more positions than can be gone through are refused', () => {
  const long = { ...SIZE, n_layer: 2, n_positions: 4096 };
  const gru = { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'gelu' };
  const parametersFor = (model: unknown) => parametersOf(modelSchema.parse(model), 65);
  const recurrent = { family: 'recurrent', ...long, cell: 'lstm' };
  const mixed = { family: 'blocks', ...long, ...HEADS, blocks: [ATTENTION, gru] };
  expect(() => parametersFor(recurrent)).toThrow(
    expect.objectContaining({
      code: 'chain_too_long',
      fields: expect.objectContaining({ layers: 2 }),
    }),
  );
  expect(() => parametersFor({ ...mixed, blocks: [gru] })).toThrow('2 recurrent layers');
  expect(parametersFor(mixed).length).toBeGreaterThan(0);
});
