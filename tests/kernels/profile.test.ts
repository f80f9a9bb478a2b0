// Looking at a run's kernels between two steps leaves the run as it was, to the bit.
import { expect, test } from 'vitest';
import { nodeDevices } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import type { KernelProfile, StepPoint } from '../../src/host/protocol/run';
import { runConfigSchema } from '../../src/training/run/config';

const STEPS = 10;
const config = runConfigSchema.parse({
  version: 1,
  name: 'profile',
  model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 16 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story', size_chars: 4000 },
  training: {
    per_device_train_batch_size: 2,
    max_steps: STEPS,
    learning_rate: 1e-2,
    eval_steps: STEPS,
    eval_windows: 2,
  },
  sample: { every_steps: STEPS, max_new_tokens: 3 },
});

const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));

async function run(runId: string, profiled: boolean) {
  const points: StepPoint[] = [];
  const profiles: Promise<KernelProfile>[] = [];
  const texts: string[] = [];
  await lab.subscribe((event) => {
    if (event.type !== 'run' || event.event.runId !== runId) return;
    if (event.event.type === 'steps') {
      points.push(...event.event.points);
      if (profiled && profiles.length === 0) profiles.push(lab.profile(runId));
    }
    if (event.event.type === 'sample' && event.event.done) texts.push(event.event.point.text);
  });
  await lab.start({ runId, config, autoSize: false });
  await lab.finished(runId);
  if (profiled) profiles.push(lab.profile(runId));
  const rows = await lab.kernels(runId);
  return { points, texts, profiles: await Promise.all(profiles), rows };
}

test('a profiled run trains and writes as one that was not', async () => {
  const plain = await run('plain', false);
  const { points, texts, profiles, rows } = await run('profiled', true);
  expect(points).toEqual(plain.points);
  expect(texts).toEqual(plain.texts);
  expect(points.length).toBe(STEPS);
  expect(plain.rows.every(({ elapsedMs }) => elapsedMs === null)).toBe(true);
  expect(profiles.length).toBe(2);
  for (const profile of profiles) {
    expect(['timestamps', 'wall_clock']).toContain(profile.method);
    expect(profile.rows.map(({ label }) => label)).toEqual(rows.map(({ label }) => label));
    const times = profile.rows.map(({ elapsedMs }) => elapsedMs!);
    expect(times.every((time) => time >= 0)).toBe(true);
    expect(times.reduce((sum, time) => sum + time, 0)).toBeGreaterThan(0);
  }
  await lab.dispose('plain');
  await lab.dispose('profiled');
});
