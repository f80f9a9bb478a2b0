// A model of every kind of block on the CPU beside the same model on the device.
import { afterAll, expect, test } from 'vitest';
import { CpuDecoder } from '../../src/training/cpu/decoder';
import { LogitsReader } from '../../src/training/evaluate/logits';
import { buildModel } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { modelSchema } from '../../src/training/run/config';
import { lookUp } from '../../src/training/run/state';
import { expectClose, integers } from './reference';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const V = 23;
const T = 7;
const model = buildModel(
  modelSchema.parse({
    family: 'blocks',
    n_layer: 3,
    n_head: 4,
    n_embd: 24,
    n_inner: 40,
    n_positions: T,
    positions: 'alibi',
    norm: 'rms',
    blocks: [
      { mixer: { kind: 'attention', n_kv_head: 2 }, feed_forward: 'swiglu' },
      { mixer: { kind: 'convolution', kernel_size: 3, dilation: 2 }, feed_forward: 'gelu' },
      { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'relu' },
    ],
  }),
  V,
);

test('attention with slopes, convolution and recurrence: logits of the device', async () => {
  const parameters = new ParameterSet(model.parameters);
  const arena = parameters.initialWeights(5).map((value) => value * 8);
  context.buffers.write(parameters.weights, arena);
  const writer = { model, parameter: lookUp(parameters) };
  const reader = await LogitsReader.create(context, writer, { batch: 1, seqLen: T });
  const ids = integers(T, V, 3);
  const want = await reader.read(new Uint32Array(ids));
  const found = await new CpuDecoder(model, parameters.unpack(arena)).read(ids);
  expectClose(found, want, 1e-5);
  expect(Math.max(...found)).toBeGreaterThan(0.1);
});
