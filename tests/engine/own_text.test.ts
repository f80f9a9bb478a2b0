// Models that were saved, taken away and brought back are compared, pruned and distilled on the text that
// they were trained on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { nodeDevices } from '../../src/host/node/context';
import type { ChosenText } from '../../src/host/protocol/studyText';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { SavedRunLibrary } from '../../src/host/storage/savedRunService';
import { LINEAGE_FILE } from '../../src/host/models/lineageFile';
import { htmlOf, markdownOf } from '../../src/host/studies/compare/report';
import { DISTILLED_CLASSIFIER } from '../../src/host/studies/distill/ids';
import { distillSchema } from '../../src/training/objectives/distillation/distillConfig';
import type { BaseRef } from '../../src/training/models/baseModel';
import { runConfigSchema, type DataConfigInput } from '../../src/training/run/config';
import { tinyFolder } from '../support/tinyModel';

const configOf = (name: string, data: DataConfigInput, objectives?: object[]) =>
  runConfigSchema.parse({
    version: 1,
    name,
    model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 16, n_positions: 16 },
    tokenizer: { kind: 'byte' },
    data,
    objectives,
    training: {
      per_device_train_batch_size: 2,
      max_steps: 4,
      learning_rate: 1e-2,
      eval_steps: 4,
      eval_windows: 8,
    },
    sample: { every_steps: 100, max_new_tokens: 2 },
  });
const FINANCE = { corpus: 'finance_zh', size_chars: 4000, seed: 3 };
const NOVEL = { name: 'novel.txt', text: 'It was a dark and stormy night.\n'.repeat(60) };
const MAILS = {
  name: 'mails.csv',
  labels: ['spam', 'ham'],
  examples: Array.from({ length: 40 }, (_, i) => ({ text: `mail number ${i}`, label: i % 2 })),
};

const runs = new MemoryStorage();
const models = new MemoryStorage<LoadedEntry>();
const openLab = () => {
  const lab = new LocalLab(nodeDevices('cpu'), () => Promise.resolve(''));
  const savedRuns = new SavedRunLibrary(lab, runs);
  return { lab, savedRuns, library: new ModelLibrary(lab, models) };
};
const { lab, savedRuns, library } = openLab();
/** A later visit: nothing runs, what was saved is there. */
const later = openLab();

beforeAll(async () => {
  const start = async (
    runId: string,
    data: DataConfigInput,
    own: object,
    objectives?: object[],
  ) => {
    const config = configOf(runId, data, objectives);
    await lab.start({ runId, config, autoSize: false, experimentId: 'story', ...own });
    await lab.finished(runId);
  };
  await start('finance', FINANCE, {});
  await start('novel', { corpus: 'own_file' }, { text: NOVEL });
  const examples = { set: 'own_examples', train: 24, validation: 8 };
  await start('mails', { corpus: 'task', examples }, { examples: MAILS }, [{ kind: 'classify' }]);
  // The last states are written behind the runs' backs.
  await new Promise<void>((resolve) => {
    const isThere = (list: SavedRun[]): void => {
      if (list.length === 3) resolve();
    };
    void savedRuns.watchSavedRuns(isThere);
  });
});
afterAll(() => Promise.all(['finance', 'novel', 'mails'].map((id) => lab.dispose(id))));

const compared = async (where: LocalLab, model: BaseRef, text?: ChosenText, others?: BaseRef[]) =>
  where.runStudy(
    'compare',
    { model, text, others, variants: [{ id: 'fp32', stages: [] }], evalTasks: [], minRounds: 1 },
    () => undefined,
  );
const lossOf = ({ rows }: Awaited<ReturnType<typeof compared>>) => rows[0]!.quality!.loss;
const RUN = { kind: 'run', runId: 'finance' } as const;

test('a kept finance model, and its zip from elsewhere, are compared on its own held-out finance text', async () => {
  const before = await compared(lab, RUN);
  expect(before.method).toMatchObject({
    runName: 'finance',
    trainedSteps: 4,
    text: { parts: [{ kind: 'corpus', id: 'finance_zh' }], isOwn: true, tokens: 8 * 16 },
  });
  const { id } = await library.keepRun('finance', 'Finance writer');
  const saved = await compared(later.lab, { kind: 'loaded', id });
  expect(saved.method).toMatchObject({ runName: 'Finance writer', text: before.method.text });
  expect(lossOf(saved)).toBeCloseTo(lossOf(before), 5);
  const zip = await library.zip({ kind: 'loaded', id });
  const { id: again, ...elsewhere } = await later.library.import(
    [{ path: 'a.zip', blob: zip }],
    () => undefined,
  );
  expect(elsewhere.provenance).toMatchObject({
    data: FINANCE,
    steps: 4,
    tokenizer: { kind: 'byte' },
  });
  expect(lossOf(await compared(later.lab, { kind: 'loaded', id: again }))).toBe(lossOf(saved));
  // What is written of it names both, and how much was read.
  for (const report of [markdownOf(saved), htmlOf(saved)]) {
    expect(report).toContain('Finance writer: compressed and compared on finance_zh');
    expect(report).toContain('128 tokens');
  }
});

test('a saved run finds its own text beside it; where that is gone it is asked for by name', async () => {
  const saved = { kind: 'kept', id: 'novel' } as const;
  const own = await compared(later.lab, saved);
  expect(own.method.text).toMatchObject({ parts: [{ name: 'novel.txt' }], isOwn: true });
  const live = await compared(lab, { kind: 'run', runId: 'novel' });
  expect(lossOf(own)).toBeCloseTo(lossOf(live), 5);
  const { id } = await library.keepRun('novel', 'Novelist');
  expect((await compared(later.lab, { kind: 'loaded', id })).method.text).toEqual(own.method.text);
  const zip = await library.zip({ kind: 'loaded', id });
  const other = new LocalLab(nodeDevices('cpu'), () => Promise.resolve(''));
  const elsewhereLibrary = new ModelLibrary(other, new MemoryStorage<LoadedEntry>());
  const moved = await elsewhereLibrary.import([{ path: 'a.zip', blob: zip }], () => undefined);
  const model = { kind: 'loaded', id: moved.id } as const;
  await expect(compared(other, model)).rejects.toMatchObject({
    code: 'own_text_missing',
    fields: { name: 'Novelist', text: 'novel.txt' },
  });
  const chosen = await compared(other, model, { data: { corpus: 'own_file' }, supplied: NOVEL });
  expect(chosen.method.text).toMatchObject({ parts: [{ name: 'novel.txt' }], isOwn: false });
  expect(lossOf(chosen)).toBeCloseTo(lossOf(live), 5);
});

test('a model that came from elsewhere is asked once, and remembers through its zip', async () => {
  const files = Array.from(tinyFolder(), ([path, blob]) => ({ path: `tiny/${path}`, blob }));
  const { id, language } = await library.import(files, () => undefined);
  expect(language).toBe('en');
  const model = { kind: 'loaded', id } as const;
  await expect(compared(lab, model)).rejects.toMatchObject({ code: 'text_not_known' });
  await library.chooseText(id, configOf('a', { corpus: 'reviews', size_chars: 2000 }).data);
  const result = await compared(lab, model);
  expect(result.method.text).toMatchObject({ parts: [{ id: 'reviews' }], isOwn: false });
  const zip = await library.zip({ kind: 'loaded', id });
  const again = await library.import([{ path: 'a.zip', blob: zip }], () => undefined);
  expect(again.studyText).toMatchObject({ corpus: 'reviews' });
});

test('models with other texts meet on the one that was chosen; one that knows another split of it is marked', async () => {
  const text = { data: { corpus: 'finance_zh', size_chars: 4000 } };
  const novel = { kind: 'kept', id: 'novel' } as const;
  const { rows, method } = await compared(later.lab, novel, text, [
    { kind: 'kept', id: 'finance' },
  ]);
  expect(method.text).toMatchObject({ parts: [{ id: 'finance_zh' }], isOwn: false });
  expect(rows.map(({ hasReadText, error }) => [hasReadText, error])).toEqual([
    [false, null],
    [true, null],
  ]);
  const report = markdownOf({ method, rows, samples: [], harnessShare: null });
  expect(report).toMatch(/finance[^|]*†.*\|/);
  expect(report).toContain('another split of this text');
});

test('students read the teacher’s own text, and keep what they came from', async () => {
  const teacher = { kind: 'kept', id: 'novel' } as const;
  const { training, ...teacherRun } = configOf('unused', { corpus: 'story' });
  const distill = distillSchema.parse({ version: 1, training, seeds: [1], tokens: 100 });
  const request = { teacher, teacherRun: { ...teacherRun, training }, autoSize: false, distill };
  const { method } = await later.lab.runStudy(
    'distill',
    { ...request, minRounds: 1 },
    () => undefined,
  );
  expect(method).toMatchObject({
    teacherName: 'novel',
    teacherSteps: 4,
    text: { parts: [{ name: 'novel.txt' }], isOwn: true },
  });
  const pruned = { model: teacher, recoverySteps: 1 };
  const result = await later.lab.runStudy('pruning', pruned, () => undefined);
  expect(result.method).toMatchObject({ modelName: 'novel', text: method!.text });
});

test('a classifier teaches on its own examples, held out as they were', async () => {
  const teacherRun = configOf(
    'unused',
    { corpus: 'task', examples: { set: 'reviews', train: 20 } },
    [{ kind: 'classify' }],
  );
  const { training } = teacherRun;
  // More than there are: labels come first.
  const distill = distillSchema.parse({ version: 1, training, seeds: [1], unlabeled: 40 });
  const teacher = { kind: 'kept', id: 'mails' } as const;
  const request = { teacher, teacherRun, autoSize: false, distill, minRounds: 1 };
  const { method } = await later.lab.runStudy('distill', request, () => undefined);
  expect(method?.text).toMatchObject({
    parts: [{ kind: 'examples', id: 'own_examples', name: 'mails.csv' }],
    isOwn: true,
  });
  expect(method?.reads).toMatchObject({ labeled: 20, unlabeled: 16, heldOut: 4 });
  const files = await later.library.runFiles(DISTILLED_CLASSIFIER, 'model');
  expect(files.map(({ path }) => path)).toContain(LINEAGE_FILE);
});
