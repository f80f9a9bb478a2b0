// What `npm run lab -- plan` prints is what a run allocates.
import { afterAll, expect, test } from 'vitest';
import { findExperiment } from '../../src/experiments/all';
import { planReport, planTables } from '../../src/host/cli/reports/planReport';
import { withSettings } from '../../src/host/cli/settings';
import { capturePlanned } from '../../src/host/run/planRun';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const FACTS = { vocabSize: 67, trainTokens: 4000, validationTokens: 500 };

test('the printed plan has the bytes that compiling the programs allocates, kind by kind', async () => {
  const settings = [
    'model.n_layer=2',
    'model.n_embd=24',
    'model.n_head=3',
    'model.n_positions=20',
    'training.per_device_train_batch_size=3',
  ];
  const config = withSettings(findExperiment('story')!.config, settings);
  const { run } = capturePlanned(config, FACTS, context.open.limits);
  const tables = planTables(run);
  const before = new Map(context.buffers.bytes);
  const programs = [
    await context.compile(run.training.dispatches),
    await context.compile(run.evaluation.dispatches),
  ];
  const allocated = Object.fromEntries(
    [...context.buffers.bytes].map(([kind, bytes]) => [kind, bytes - (before.get(kind) ?? 0)]),
  );
  for (const [kind, bytes] of Object.entries(tables.memory)) {
    expect([kind, allocated[kind] ?? 0]).toEqual([kind, bytes]);
  }
  for (const program of programs) program.destroy();
  const report = planReport(tables, 'a test');
  expect(report).toContain(`| total | ${tables.totalBytes.toLocaleString('en-US')} |`);
  expect(tables.dispatches.length).toBe(run.training.dispatches.length);
  const slots = tables.dispatches.flatMap(({ bindings }) => bindings.map(({ slot }) => slot));
  expect(Math.max(...slots.map((slot) => slot ?? -1))).toBe(tables.slots.length - 1);
});
