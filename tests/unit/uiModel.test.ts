// The picture's rows: every part is in exactly one of them, and like blocks are drawn as one.
import { expect, test } from 'vitest';
import { EXPERIMENTS } from '../../src/experiments/all';
import { runConfigSchema } from '../../src/training/run/config';
import { asFamily } from '../../src/ui/settings/families';
import { rowsOf } from '../../src/ui/features/run/picture/anatomy';
import { fakePlan } from '../support/fakeKernels';

const story = runConfigSchema.parse(EXPERIMENTS[0]!.config);

function rowsWith(layers: number, family: Parameters<typeof asFamily>[1] = 'gpt') {
  const model = { ...asFamily(story.model, family), n_layer: layers };
  const config = { ...story, model };
  const plan = fakePlan(config, 50);
  return { plan, rows: rowsOf(plan, model) };
}

test('few blocks stand alone, each with what it is made of', () => {
  const { rows } = rowsWith(3);
  expect(rows.map(({ key }) => key)).toEqual([
    'embedding',
    'block-0',
    'block-1',
    'block-2',
    'head',
    'run',
  ]);
  expect(rows[2]!.organs).toEqual([
    { kind: 'attention', detail: '4' },
    { kind: 'gelu', detail: '512' },
  ]);
});

test("a GPT-2's own n_inner is the width of its MLP in the picture", () => {
  const model = { ...asFamily(story.model, 'gpt'), n_layer: 1, n_inner: 77 };
  const rows = rowsOf(fakePlan({ ...story, model }, 50), model);
  expect(rows[1]!.organs).toContainEqual({ kind: 'gelu', detail: '77' });
});

test('many like blocks are one row whose figures add up', () => {
  const { plan, rows } = rowsWith(24);
  expect(rows.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['embedding', 1, 1],
    ['block', 1, 24],
    ['head', 1, 1],
    ['run', 1, 1],
  ]);
  const sum = (of: (part: (typeof plan.parts)[number]) => number): number =>
    plan.parts.reduce((total, part) => total + of(part), 0);
  expect(rows.reduce((total, { parameters }) => total + parameters, 0)).toBe(
    sum(({ parameters }) => parameters),
  );
  expect(rows[1]!.memory.activations).toBe(sum(({ memory }) => memory.activations));
});

test('blocks of different kinds stay apart, and a gap between taps is reported', () => {
  const { rows } = rowsWith(12, 'convolution');
  expect(rows.filter(({ kind }) => kind === 'block')).toHaveLength(12);
  expect(rows[2]!.organs).toEqual([{ kind: 'convolution', detail: '3↔2' }]);
});
