// Variants as lists of stages: what is refused, what may be said of them, and what they are called.
import { expect, test } from 'vitest';
import { defaultVariants } from '../../src/host/studies/compress/defaults';
import { variantName } from '../../src/host/studies/compress/name';
import { checkVariants, honestyOf, pipelineVariants } from '../../src/host/studies/compress/spec';
import type { DeviceKind } from '../../src/host/protocol/device';
import type { Stage, VariantSpecInput } from '../../src/host/protocol/variant';
import { removeLayers } from '../../src/training/compress/layers';
import { modelSchema } from '../../src/training/run/config';

type Given = VariantSpecInput['stages'];

const stagesOf = (...stages: Given): readonly Stage[] =>
  checkVariants([{ id: 'a', stages }])[0]!.stages;
const modelOf = (config: object) =>
  modelSchema.parse({ n_layer: 1, n_embd: 8, n_positions: 4, ...config });

test.each<[string, Given]>([
  ['stage_after_quantized', [{ kind: 'int8' }, { kind: 'recover' }]],
  ['stage_after_quantized', [{ kind: 'int4' }, { kind: 'int8' }]],
  ['stage_after_low_rank', [{ kind: 'low_rank' }, { kind: 'heads' }]],
  ['prune_groups', [{ kind: 'prune', how: 'n_m', amount: 0.3 }]],
  ['prune_groups', [{ kind: 'prune', how: 'n_m', amount: 0.5, schedule: 'gradual' }]],
  ['bad_stages', [{ kind: 'prune', amount: 1.5 }]],
])('%s', (code, stages) => {
  expect(() => checkVariants([{ id: 'a', stages }])).toThrow(expect.objectContaining({ code }));
});

test('variants have ids of their own', () => {
  const twice = [
    { id: 'a', stages: [] },
    { id: 'a', stages: [] },
  ];
  expect(() => checkVariants(twice)).toThrow(expect.objectContaining({ code: 'bad_stages' }));
});

test('labels follow from the stages', () => {
  expect(honestyOf([], false)).toBe('executed');
  expect(honestyOf(stagesOf({ kind: 'prune' }, { kind: 'recover' }), true)).toBe('storage');
  expect(honestyOf(stagesOf({ kind: 'prune' }, { kind: 'int8' }), false)).toBe('executed');
  expect(honestyOf(stagesOf({ kind: 'prune' }, { kind: 'low_rank' }), false)).toBe('executed');
  const dot = stagesOf({ kind: 'int8', activations: 'int8' });
  expect([honestyOf(dot, true), honestyOf(dot, false)]).toEqual(['executed', 'emulated']);
});

test('names follow from the stages', () => {
  expect(variantName({ stages: [] })).toBe('FP32');
  expect(variantName({ stages: stagesOf({ kind: 'recover' }) })).toBe('FP32, trained on');
  const long = stagesOf(
    { kind: 'low_rank' },
    { kind: 'prune' },
    { kind: 'distill' },
    { kind: 'int8' },
  );
  expect(variantName({ stages: long })).toBe('Low rank 50 % → 20 % pruned → distilled → INT8');
  expect(variantName({ stages: stagesOf({ kind: 'prune', how: 'n_m', amount: 0.5 }) })).toBe(
    '2:4 pruned',
  );
  const elsewhere = { stages: [], place: 'cpu', model: 'Tales' } as const;
  expect(variantName(elsewhere)).toBe('Tales: FP32 · CPU');
  const packed = checkVariants([{ id: 'a', place: 'gpu', stages: [{ kind: 'int4' }] }])[0]!;
  expect(variantName(packed)).toBe('INT4 · GPU');
});

test('a pipeline shows each of its beginnings, and what its training alone would give', () => {
  const stages = stagesOf({ kind: 'prune' }, { kind: 'recover', steps: 7 }, { kind: 'int8' });
  const variants = checkVariants(pipelineVariants(stages));
  expect(variants.map(({ stages: own }) => own.length)).toEqual([0, 1, 2, 3, 1]);
  expect(variants.at(-1)!.stages).toEqual([{ kind: 'recover', steps: 7, rate: 0.5 }]);
  expect(pipelineVariants(stagesOf({ kind: 'int8' })).map(({ id }) => id)).toEqual([
    'fp32',
    'stage_1',
  ]);
});

test('only what really changes a model is offered', () => {
  const idsOf = (config: object, device: DeviceKind = 'gpu') =>
    defaultVariants(modelOf(config), device).map(({ id }) => id);
  expect(idsOf({ family: 'gpt', n_head: 1 })).not.toContain('half_heads');
  expect(idsOf({ family: 'gpt', n_head: 2, n_layer: 2 })).toEqual(
    expect.arrayContaining(['half_heads', 'half_layers']),
  );
  expect(idsOf({ family: 'recurrent', cell: 'gru' })).not.toContain('half_layers');
  // A lab computes on the CPU where there is no GPU to hold it against.
  expect(idsOf({ family: 'gpt', n_head: 1 })).toContain('cpu');
  expect(idsOf({ family: 'gpt', n_head: 1 }, 'cpu')).not.toContain('cpu');
});

test('layers leave evenly, the first one stays', () => {
  const config = modelOf({ family: 'gpt', n_head: 1, n_layer: 5 });
  const weights = new Map(
    [0, 1, 2, 3, 4].map((layer) => [`transformer.h.${layer}.x`, Float32Array.of(layer)]),
  );
  const remaining = removeLayers(config, weights, 0.5);
  expect(remaining.config.n_layer).toBe(3);
  expect([...remaining.weights].map(([name, values]) => [name, values[0]])).toEqual([
    ['transformer.h.0.x', 0],
    ['transformer.h.1.x', 2],
    ['transformer.h.2.x', 4],
  ]);
});

test('blocks that stay keep their window and their positions', () => {
  const config = modelOf({
    family: 'llama',
    n_layer: 5,
    n_head: 1,
    n_kv_head: 1,
    n_inner: 4,
    sliding_window: 2,
    sliding_layers: [true, false, false, true],
    rotary_layers: [true, true, false],
  });
  expect(removeLayers(config, new Map(), 0.5).config).toMatchObject({
    n_layer: 3,
    sliding_layers: [true, false, true],
    rotary_layers: [true, false, true],
  });
});
