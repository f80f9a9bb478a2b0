// Short things that a person waits for come between the steps of what runs, and spoil no measurement unseen.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { nodeDevices } from '../../src/host/node/context';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { runConfigSchema } from '../../src/training/run/config';

const ENDLESS = 1_000_000;
const config = runConfigSchema.parse({
  version: 1,
  name: 'endless',
  model: { family: 'gpt', n_layer: 2, n_head: 2, n_embd: 32, n_positions: 32 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story', size_chars: 4000 },
  training: {
    per_device_train_batch_size: 4,
    max_steps: ENDLESS,
    learning_rate: 1e-3,
    eval_steps: ENDLESS,
  },
  sample: { every_steps: ENDLESS, max_new_tokens: 4 },
});
const lab = new LocalLab(nodeDevices(), () => Promise.resolve(''));
const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
const base = { kind: 'run', runId: 'run' } as const;
/** Of the run; told by its events, since training leaves timers no room here. */
let step = 0;
let onStep: () => void = () => undefined;
const steps = (count: number): Promise<void> => {
  const until = step + count;
  return new Promise((resolve) => {
    onStep = () => step >= until && resolve();
  });
};

beforeAll(async () => {
  await lab.subscribe((event) => {
    if (event.type !== 'run' || event.event.type !== 'steps') return;
    step = event.event.progress.step;
    onStep();
  });
  const begun = steps(1);
  await lab.start({ runId: 'run', config, autoSize: false });
  await begun;
});
afterAll(() => lab.dispose('run'));

test('a text, its next tokens and a sample come while a run trains, which goes on', async () => {
  const request = { base, prompt: 'once', maxNewTokens: 8, seed: 1, temperature: 0 };
  const { texts } = await library.write(request, () => undefined);
  expect(texts).toHaveLength(1);
  const { next } = await library.nextTokens({ base, text: 'once', top: 3 });
  expect(next).toHaveLength(3);
  await steps(1);
});
