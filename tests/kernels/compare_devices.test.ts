// One comparison on two devices: the same program by WebGPU and by the CPU engine.
import { expect, test, vi } from 'vitest';
import { LocalLab } from '../../src/host/lab/lab';
import { nodeDevices } from '../../src/host/node/context';
import { openNodeCpu } from '../../src/host/node/cpu';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import { runConfigSchema } from '../../src/training/run/config';

const run = runConfigSchema.parse({
  version: 1,
  name: 'compare',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 16 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story', size_chars: 4000 },
  training: {
    per_device_train_batch_size: 2,
    max_steps: 3,
    learning_rate: 1e-2,
    eval_steps: 3,
    eval_windows: 4,
  },
  sample: { every_steps: 3, max_new_tokens: 3 },
});

test('rows on the GPU and on the CPU agree, each with its own device', async () => {
  const cpu = await openNodeCpu();
  const givenBack = vi.spyOn(cpu, 'destroy');
  const devices = { ...nodeDevices(), named: 'gpu', openCpu: () => Promise.resolve(cpu) } as const;
  const lab = new LocalLab(devices, () => Promise.resolve(''));
  await lab.start({ runId: 'run', config: run, autoSize: false });
  await lab.finished('run');
  const variants: VariantSpecInput[] = [
    { id: 'fp32', stages: [] },
    { id: 'cpu', stages: [], place: 'cpu' },
    { id: 'int8', stages: [{ kind: 'int8' }] },
    { id: 'int8_cpu', stages: [{ kind: 'int8' }], place: 'cpu' },
  ];
  const request = {
    model: { kind: 'run', runId: 'run' } as const,
    variants,
    evalTasks: [],
    minRounds: 1,
    texts: [],
  };
  const { rows, method } = await lab.runStudy('compare', request, () => undefined);
  expect(rows.map(({ id, error, device }) => [id, error, device])).toEqual([
    ['fp32', null, 'gpu'],
    ['cpu', null, 'cpu'],
    ['int8', null, 'gpu'],
    ['int8_cpu', null, 'cpu'],
  ]);
  const [gpu, own, int8, int8Own] = rows.map(({ quality }) => quality!);
  expect(own!.kl.max).toBeLessThan(1e-6);
  expect(own!.loss).toBeCloseTo(gpu!.loss, 5);
  expect(int8Own!.loss).toBeCloseTo(int8!.loss, 5);
  for (const { speed } of rows) expect(speed!.decode.n).toBeGreaterThan(0);
  expect(method.devices.map(({ kind, adapter }) => [kind, adapter.threads !== undefined])).toEqual([
    ['gpu', false],
    ['cpu', true],
  ]);
  expect(givenBack).toHaveBeenCalledTimes(1);
  await lab.dispose('run');
});
