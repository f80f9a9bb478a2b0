// What each dispatch of a captured step is there for.
import { expect, test } from 'vitest';
import { capturePlanned } from '../../src/host/run/planRun';
import { kernelRoles } from '../../src/training/inspect/kernelRoles';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';
import { FAKE_ADAPTER } from '../support/fakeLab';

const GPT = { family: 'gpt', n_layer: 2, n_head: 2, n_embd: 16, n_positions: 8 } as const;

function rolesOf(model: RunConfigInput['model']) {
  const config = runConfigSchema.parse({
    version: 1,
    name: 'roles',
    model,
    tokenizer: { kind: 'char' },
    data: { corpus: 'story' },
    training: { per_device_train_batch_size: 2, max_steps: 1, learning_rate: 1e-3 },
    sample: {},
  });
  const facts = { vocabSize: 31, trainTokens: 997, validationTokens: 101 };
  const { run } = capturePlanned(config, facts, FAKE_ADAPTER);
  const roles = kernelRoles(run.state, run.training);
  return roles.map((role, index) => ({ ...role, label: run.training.dispatches[index]!.label }));
}

test('every product with a weight of a block has its name, its block and its pass', () => {
  const roles = rolesOf(GPT);
  for (const block of [0, 1])
    for (const name of ['attn.c_attn', 'attn.c_proj', 'mlp.c_fc', 'mlp.c_proj']) {
      const weight = `transformer.h.${block}.${name}.weight`;
      const found = roles.filter((role) => role.weight === weight);
      expect(found.every((role) => role.layer === 'block' && role.block === block)).toBe(true);
      const passes = found.filter(({ label }) => label.startsWith('matmul'));
      // Forward; then the gradient of the input and that of the weight.
      expect(passes.map(({ pass }) => pass)).toEqual(['forward', 'backward', 'backward']);
    }
});

test('products go up the layers in the forward pass and down in the backward pass; the update comes last', () => {
  const roles = rolesOf(GPT);
  const heights = (pass: string) =>
    roles
      .filter(
        (role) => role.pass === pass && role.layer === 'block' && role.label.startsWith('matmul'),
      )
      .map(({ block }) => block);
  const forward = heights('forward');
  expect(forward).toHaveLength(8);
  expect(forward).toEqual(forward.toSorted((a, b) => a - b));
  const backward = heights('backward');
  expect(backward).toHaveLength(16);
  expect(backward).toEqual(backward.toSorted((a, b) => b - a));
  expect(roles.at(-1)).toMatchObject({ layer: 'run', pass: 'update' });
});
