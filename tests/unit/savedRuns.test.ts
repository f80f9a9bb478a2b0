// The library of saved runs: what comes back, what makes room, what can be undone.
import { beforeEach, expect, it, vi } from 'vitest';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { historyOf, RunLog } from '../../src/host/storage/runLog';
import { SavedRuns, type ToKeep } from '../../src/host/storage/savedRuns';
import { SavedRunLibrary } from '../../src/host/storage/savedRunService';
import type { LocalLab } from '../../src/host/lab/lab';
import { RunLocks } from '../../src/host/storage/runLocks';
import { readCheckpoint } from '../../src/training/io/checkpoint';
import { runConfigSchema } from '../../src/training/run/config';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';

const config = runConfigSchema.parse({
  version: 1,
  name: 'Stories',
  model: { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 4, n_positions: 4 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story' },
  training: { per_device_train_batch_size: 1, max_steps: 9, learning_rate: 1 },
  sample: {},
});

const log = new RunLog();
log.see({
  runId: 'a',
  type: 'steps',
  points: [
    { step: 0, loss: 3.125, learningRate: 0.1, gradNorm: 1 / 3 },
    { step: 1, loss: 2.5, learningRate: 0.2, gradNorm: 7, parts: { mlm: 0.1 } },
    { step: 2, loss: 9, learningRate: 0.2, gradNorm: 7 },
  ],
  progress: { step: 3, maxSteps: 9, tokensPerSecond: 1, stepMs: 1, elapsedMs: 1, remainingMs: 1 },
});
log.see({ runId: 'a', type: 'eval', point: { step: 2, validationLoss: 2.25, standardError: 0.1 } });

const toSave = (id: string, size = 1000): ToKeep => ({
  id,
  experimentId: 'story',
  loss: log.loss,
  checkpoint: {
    config,
    tokenizer: { kind: 'byte' },
    step: 2,
    arenas: [Float32Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i)))],
  },
  log: log.log(2),
  text: { name: 'mine.txt', text: 'Grüße 狐狸' },
});

let storage: MemoryStorage;
let runs: SavedRuns;
let listed: SavedRun[];

beforeEach(async () => {
  storage = new MemoryStorage();
  runs = new SavedRuns(storage);
  await runs.watch((list) => (listed = list));
});

it('a run comes back bit for bit, with its text and the curve up to its step', async () => {
  await runs.save(toSave('a'));
  const { run, checkpoint, text } = await runs.read('a');
  expect(run).toMatchObject({ name: 'Stories', step: 2, maxSteps: 9, loss: 2.25 });
  expect(checkpoint.arenas).toEqual(toSave('a').checkpoint.arenas);
  expect(checkpoint.config).toEqual(config);
  expect(text).toEqual({ name: 'mine.txt', text: 'Grüße 狐狸' });
  const { points, evals } = historyOf(checkpoint);
  expect(points).toEqual(log.points.slice(0, 2));
  expect(evals).toEqual(log.evals);
});

it('a second state replaces the first only once it is whole', async () => {
  await runs.save(toSave('a'));
  const first = [...storage.files.keys()];
  storage.write = () => Promise.reject(new Error('torn'));
  await expect(runs.save(toSave('a'))).rejects.toThrow('torn');
  expect([...storage.files.keys()]).toEqual(first);
  expect((await runs.read('a')).checkpoint.step).toBe(2);
});

it('the oldest without a name makes room; named ones stay, and then it is said', async () => {
  await runs.save(toSave('old'));
  await runs.save(toSave('named'));
  await runs.rename('old', 'My best');
  const { sizeBytes } = storage.list.get('old')!;
  storage.limit = 2.5 * sizeBytes;
  await runs.save(toSave('new'));
  expect(listed.map(({ id }) => id).sort()).toEqual(['new', 'old']);
  await runs.rename('new', 'Also good');
  await expect(runs.save(toSave('newest'))).rejects.toMatchObject({ code: 'storage_full' });
  expect(storage.files.size).toBe(4);
});

it('deleting can be undone until room is needed or the page is left', async () => {
  await runs.save(toSave('a'));
  await runs.remove('a');
  expect(listed).toEqual([]);
  await runs.restore('a');
  expect(listed.map(({ id }) => id)).toEqual(['a']);
  await runs.remove('a');
  await new SavedRuns(storage).watch(() => undefined);
  expect(storage.files.size).toBe(0);
});

it('other files are refused in words', () => {
  const bytes = new TextEncoder().encode(`${'\u0002'}${'\0'.repeat(7)}{}`);
  expect(() => readCheckpoint(bytes)).toThrow(expect.objectContaining({ code: 'bad_checkpoint' }));
});

/** A disk that is fuller than the browser says. */
function fillAfter(bytes: number): void {
  const write = storage.write.bind(storage);
  storage.write = (file, parts) => {
    const blob = new Blob([...parts]);
    const used = [...storage.files.values()].reduce((sum, { size }) => sum + size, blob.size);
    if (used <= bytes) return write(file, [blob]);
    return Promise.reject(new DOMException('The disk is full.', 'QuotaExceededError'));
  };
}

const usedBytes = () => [...storage.files.values()].reduce((sum, { size }) => sum + size, 0);

it('a full disk takes the oldest unnamed runs, whatever the browser said', async () => {
  for (const id of ['a', 'b', 'c']) await runs.save(toSave(id));
  await runs.rename('a', 'Mine');
  fillAfter(usedBytes() + 10);
  await runs.save(toSave('d'));
  expect(listed.map(({ id }) => id).sort()).toEqual(['a', 'c', 'd']);
  expect((await runs.read('d')).checkpoint.arenas).toEqual(toSave('d').checkpoint.arenas);
});

it('where nothing may be dropped the run is not kept, and what there was is whole', async () => {
  await runs.save(toSave('a'));
  await runs.rename('a', 'Mine');
  const files = [...storage.files.keys()];
  fillAfter(usedBytes() + 10);
  await expect(runs.save(toSave('b'))).rejects.toMatchObject({ code: 'storage_full' });
  expect([...storage.files.keys()]).toEqual(files);
  expect((await runs.read('a')).checkpoint.arenas).toEqual(toSave('a').checkpoint.arenas);
});

it('a run that finds no room says so once', async () => {
  storage.limit = 10;
  const warned: string[] = [];
  const library = new SavedRunLibrary(
    {
      bases: { provide: () => undefined },
      own: { provide: () => undefined },
      keepRuns: () => undefined,
      subscribe: () => Promise.resolve(),
      start: () => Promise.resolve(),
      warn: (_runId: string, { code }: { code: string }) => void warned.push(code),
    } as unknown as LocalLab,
    storage,
  );
  const keep = library.begin({ runId: 'a', config, autoSize: false, experimentId: 'story' })!;
  for (let time = 0; time < 5; time++) {
    keep(toSave('a').checkpoint);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(warned).toEqual(['storage_full']);
});

it('what killed writes have left is removed at the start', async () => {
  let tidied = 0;
  storage.tidy = () => Promise.resolve(void tidied++);
  await new SavedRuns(storage).watch(() => undefined);
  expect(tidied).toBe(1);
});

/** What the tabs of one browser share: the storage itself, its channel and its locks. */
function tabs(shared: MemoryStorage) {
  const listeners = new Map<object, () => void>();
  const locks = new Set<string>();
  return () => {
    const own = {};
    return Object.assign(Object.create(shared) as MemoryStorage, {
      changes: {
        tell: () => listeners.forEach((listener, tab) => tab !== own && listener()),
        watch: (listener: () => void) => void listeners.set(own, listener),
      },
      hold: (id: string) => {
        if (locks.has(id)) return Promise.resolve(null);
        locks.add(id);
        return Promise.resolve(() => void locks.delete(id));
      },
    });
  };
}

it('the lists of two tabs follow each other, deletions too', async () => {
  const tab = tabs(storage);
  const [one, two] = [new SavedRuns(tab()), new SavedRuns(tab())];
  const seen: string[][] = [];
  await one.watch(() => undefined);
  await two.watch((list) => seen.push(list.map(({ id }) => id)));
  await one.save(toSave('a'));
  await two.rename('a', 'Mine');
  expect(seen.at(-1)).toEqual(['a']);
  await one.remove('a');
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
});

it('a run that is open in one tab is neither opened nor deleted in another', async () => {
  const tab = tabs(storage);
  const [one, two] = [new RunLocks(tab()), new RunLocks(tab())];
  await one.hold('a');
  await one.hold('a');
  const elsewhere = expect.objectContaining({ code: 'run_open_elsewhere' }) as Error;
  await expect(two.hold('a')).rejects.toEqual(elsewhere);
  await expect(two.during('a', () => Promise.resolve())).rejects.toEqual(elsewhere);
  await expect(one.during('a', () => Promise.resolve(3))).resolves.toBe(3);
  await expect(two.hold('a')).rejects.toEqual(elsewhere);
  one.release('a');
  await two.during('a', () => Promise.resolve());
  await expect(one.hold('a')).resolves.toBeUndefined();
});
