// Every dispatch of a decoding step belongs to one part of the model, in the order in which data flows.
import { expect, test } from 'vitest';
import { captureDecodeStep, declareDecodeMemory } from '../../src/training/generate/decodeProgram';
import { layerRanges } from '../../src/training/inspect/layerTimes';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema, type ModelConfig } from '../../src/training/run/config';

const limits = {
  maxInvocations: 256,
  maxWorkgroupStorageBytes: 16_384,
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
  f16: false,
  subgroupSize: null,
  software: false,
  dot4: false,
};
const gpt = modelSchema.parse({
  family: 'gpt',
  n_layer: 3,
  n_head: 2,
  n_embd: 8,
  n_positions: 8,
});
const llama = modelSchema.parse({
  family: 'llama',
  n_layer: 3,
  n_head: 2,
  n_kv_head: 1,
  n_embd: 8,
  n_inner: 16,
  n_positions: 8,
});

/** Weights in buffers under their own names, as compressed ones are. */
function stepOf(config: ModelConfig) {
  const model = buildModel(config, 12);
  const own = new Map(
    model.parameters.map((spec) => {
      const { tensor } = new ParameterSet([spec]).list[0]!;
      const view = tensor.leaf!;
      const buffer = { ...view.buffer, label: spec.name };
      return [spec.name, { ...tensor, leaf: { ...view, buffer } }];
    }),
  );
  const writer = { model, parameter: (name: string) => own.get(name) };
  return { model, step: captureDecodeStep(writer, declareDecodeMemory(model, 1), limits) };
}

test.each([
  ['gpt', gpt],
  ['llama', llama],
])('%s', (_family, config) => {
  const { model, step } = stepOf(config);
  const ranges = layerRanges(model.parameters, step);
  expect(ranges.map(({ kind, block }) => `${kind} ${block}`)).toEqual([
    'embedding 0',
    'block 0',
    'block 1',
    'block 2',
    'head 0',
    'writing 0',
  ]);
  const labelsOf = (at: number) => step.slice(...ranges[at]!.range).map(({ label }) => label);
  expect(ranges.flatMap((_, at) => labelsOf(at))).toEqual(step.map(({ label }) => label));
  expect(labelsOf(1)).toEqual(labelsOf(2));
  expect(labelsOf(3)).toEqual(labelsOf(2));
  expect(labelsOf(2)).toContain('attention_decode');
  // The head may be the embedding's table again.
  expect(labelsOf(4)).toEqual([
    `${config.family === 'gpt' ? 'layer' : 'rms'}norm_forward`,
    'matmul',
  ]);
  expect(labelsOf(5)).toEqual(['sample_token']);
});
