// A plan and a list of kernels of about the right size for a config.
import { noMemory } from '../../src/gpu/dispatch';
import type { KernelRow, RunPlan } from '../../src/host/protocol/run';
import type { ComponentCost } from '../../src/training/models/cost';
import type { RunConfig } from '../../src/training/run/config';

export function fakePlan({ model, training }: RunConfig, vocabSize: number): RunPlan {
  const { n_layer: L, n_embd: C, n_positions: T } = model;
  const B = training.per_device_train_batch_size;
  const parameters = vocabSize * C + T * C + L * (12 * C * C + 13 * C) + 2 * C;
  const memory = {
    weights: parameters * 4,
    gradients: parameters * 4,
    optimizer: parameters * 8,
    activations: B * T * C * 4 * L * 13,
    logits: B * T * vocabSize * 4,
    data: 8_400_000,
    workspace: 1_600_000,
  };
  const totalBytes = Object.values(memory).reduce((sum, bytes) => sum + bytes, 0);
  const flops = (share: number): number => 6 * share * B * T;
  const part = (kind: ComponentCost['kind'], block: number, count: number): ComponentCost => ({
    kind,
    block,
    weights: [{ name: `${kind}.${block}.weight`, shape: [count / C, C] }],
    parameters: count,
    flops: flops(count),
    forwardFlops: flops(count) / 3,
    memory: {
      ...noMemory(),
      weights: count * 4,
      gradients: count * 4,
      optimizer: count * 8,
      ...(kind === 'block' && { activations: B * T * C * 4 * 13 }),
      ...(kind === 'head' && { logits: memory.logits }),
    },
  });
  const run = { ...part('run', 0, 0), weights: [] };
  return {
    parameters,
    parts: [
      part('embedding', 0, vocabSize * C + T * C),
      ...Array.from({ length: L }, (_, block) => part('block', block, 12 * C * C + 13 * C)),
      part('head', 0, 2 * C),
      { ...run, memory: { ...noMemory(), data: memory.data, workspace: memory.workspace } },
    ],
    vocabSize,
    memory,
    totalBytes,
    unsharedBytes: Math.round(totalBytes * 1.7),
    dispatchesPerStep: 24 + L * 31,
    flopsPerStep: 6 * parameters * B * T,
    tokensPerStep: B * T,
    steps: { total: training.max_steps, warmup: 0, perEpoch: null, eval: 50, save: null },
  };
}

export function fakeKernels({ model, training }: RunConfig): KernelRow[] {
  const { n_layer: L, n_embd: C, n_positions: T } = model;
  const N = training.per_device_train_batch_size * T;
  const row = (label: string, shader: string, flops: number, bytes: number): KernelRow => ({
    label,
    shader,
    layer: 'run',
    block: 0,
    pass: 'update',
    weight: null,
    grid: [Math.ceil(N / 64), Math.ceil(C / 64), 1],
    flops,
    bytes,
    elapsedMs: null,
  });
  const matmul = (label: string, inner: number, outer: number) =>
    row(
      label,
      label.endsWith('dw') ? 'matmul_tn' : label.endsWith('dx') ? 'matmul_nt' : 'matmul',
      2 * N * inner * outer,
      4 * (N * inner + inner * outer + N * outer),
    );
  const at = (
    layer: KernelRow['layer'],
    pass: KernelRow['pass'],
    rows: readonly KernelRow[],
    number = 0,
  ): KernelRow[] =>
    rows.map((one) => ({
      ...one,
      layer,
      block: number,
      pass,
      weight:
        layer === 'block' && one.label.startsWith('matmul')
          ? `transformer.h.${number}.${one.label.replace(/^matmul_(\w+?)(_d[xw])?$/, '$1')}.weight`
          : null,
    }));
  const blocks = Array.from({ length: L }, (_, index) => index);
  const block = [
    row('layernorm_forward', 'layernorm', 8 * N * C, 8 * N * C),
    matmul('matmul_qkv', C, 3 * C),
    row('attention_forward', 'attention', 4 * N * T * C, 16 * N * C),
    matmul('matmul_proj', C, C),
    row('residual_forward', 'residual', N * C, 12 * N * C),
    matmul('matmul_fc', C, 4 * C),
    row('gelu_forward', 'gelu', 40 * N * C, 32 * N * C),
    matmul('matmul_out', 4 * C, C),
  ];
  const backward = block.toReversed().flatMap((forward) =>
    forward.shader === 'matmul'
      ? [
          { ...forward, label: `${forward.label}_dx`, shader: 'matmul_nt' },
          { ...forward, label: `${forward.label}_dw`, shader: 'matmul_tn' },
        ]
      : [
          {
            ...forward,
            label: forward.label.replace('forward', 'backward'),
            flops: forward.flops * 2.5,
          },
        ],
  );
  return [
    ...at('embedding', 'forward', [row('embedding_forward', 'embedding', N * C, 12 * N * C)]),
    ...blocks.flatMap((index) => at('block', 'forward', block, index)),
    ...at('head', 'forward', [
      row('softmax_cross_entropy', 'softmax_cross_entropy', 8 * N * 58, 8 * N * 58),
    ]),
    ...blocks.toReversed().flatMap((index) => at('block', 'backward', backward, index)),
    row('grad_norm', 'reduce', 2 * C * C * L * 12, 4 * C * C * L * 12),
    row('adamw', 'adamw', 12 * C * C * L * 12, 28 * C * C * L * 12),
  ];
}
