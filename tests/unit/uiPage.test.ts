// What must not happen to a run, a notice or a result, whatever page is open.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SavedRun, OpenedRun } from '../../src/host/storage/savedRun';
import type { CompareRequest } from '../../src/host/protocol/compare';
import type { SavedRunService } from '../../src/host/storage/savedRunService';
import { LabError } from '../../src/host/lab/labError';
import { TextLibrary } from '../../src/host/data/textLibrary';
import { labService } from '../../src/host/worker/serve';
import { openSavedRun } from '../../src/ui/stores/savedRunActions';
import { createBench, type Bench } from '../../src/ui/stores/bench';
import { compareRun, runComparison } from '../../src/ui/features/study/comparisonActions';
import { createNoticeStore } from '../../src/ui/stores/notices';
import { startRun, stopRun } from '../../src/ui/stores/runActions';
import { keepStudyResults, type StudyStorage } from '../../src/ui/features/study/studyResults';
import { startFinetuning } from '../../src/ui/features/finetune/finetuneActions';
import { runDistillation } from '../../src/ui/features/distill/distillActions';
import { SETTINGS } from '../../src/ui/settings/settings';
import { FakeLab } from '../support/fakeLab';
import { fakeSavedRuns } from '../support/fakeSavedRuns';
import { fakeModels } from '../support/fakeModels';

let lab: FakeLab;
let bench: Bench;
const runNow = () => bench.run.getState().run;
const setting = (id: string) => SETTINGS.find((found) => found.id === id)!;
const error = (code: string) => ({ code, message: code, fields: {} });

const benchWith = async (savedRuns: SavedRunService): Promise<Bench> => {
  const made = createBench(labService(lab, savedRuns, fakeModels, new TextLibrary()));
  await vi.advanceTimersByTimeAsync(0);
  return made;
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', {
    hidden: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  });
  lab = new FakeLab();
  bench = await benchWith(fakeSavedRuns());
});

afterEach(async () => {
  await stopRun(bench);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function train(): Promise<void> {
  void startRun(bench, 'story');
  await vi.advanceTimersByTimeAsync(3000);
}

describe('a run that trains', () => {
  test.each([
    ['fine-tuning', startFinetuning],
    ['distillation', runDistillation],
  ])('is paused by %s, not stopped, and the page says so', async (_study, start) => {
    await train();
    const stop = vi.spyOn(lab, 'stop');
    void start(bench);
    await vi.advanceTimersByTimeAsync(3000);
    expect(runNow()?.state).toBe('paused');
    expect(stop).not.toHaveBeenCalled();
    expect(bench.notices.getState().notices.map(({ kind }) => kind)).toEqual(['runPaused']);
  });

  test('is left as it is by a study where none trains', async () => {
    void startFinetuning(bench);
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.notices.getState().notices).toEqual([]);
  });
});

test("a run's own comparison wins over a reference model that was chosen before", async () => {
  await train();
  await stopRun(bench);
  await vi.advanceTimersByTimeAsync(100);
  const requested: CompareRequest[] = [];
  vi.spyOn(lab, 'runStudy').mockImplementation((_kind, request) => {
    requested.push(request as CompareRequest);
    return new Promise(() => undefined);
  });
  const base = { kind: 'kept', id: 'other' } as const;
  bench.compare.setState(({ options }) => ({ options: { ...options, base } }));
  compareRun(bench);
  await vi.advanceTimersByTimeAsync(0);
  expect(requested[0]?.model).toEqual({ kind: 'run', runId: runNow()?.runId });
  bench.compare.setState(({ options }) => ({ state: 'done', options: { ...options, base } }));
  void runComparison(bench);
  await vi.advanceTimersByTimeAsync(0);
  expect(requested[1]?.model).toEqual(base);
});

describe('a saved run', () => {
  const row = { id: 'a', name: 'Before', experimentId: 'story', step: 300 } as SavedRun;
  const opened = (): OpenedRun => ({
    run: row,
    config: bench.drafts.getState().drafts.story!.config,
    points: [0, 1].map((step) => ({ step, loss: 3 - step, learningRate: 1, gradNorm: 1 })),
    evals: [],
    samples: [{ step: 300, prompt: 'x', text: 'the last one' }],
  });

  test('that is opened has its place, so that it can be compared, and its last sample', async () => {
    const savedRuns = {
      ...fakeSavedRuns(),
      openSavedRun: () => Promise.resolve(opened()),
      resumeSavedRun: () => Promise.resolve(),
    };
    const other = await benchWith(savedRuns);
    await openSavedRun(other, row);
    const { run } = other.run.getState();
    expect(run?.progress).toMatchObject({ step: 300, maxSteps: run!.config.training.max_steps });
    expect(run?.samples.at(-1)?.text).toBe('the last one');
    expect(run?.version).toBeGreaterThan(0);
  });

  test('that is open in another tab is reported, and the run at hand goes on', async () => {
    const locked = new LabError(error('run_open_elsewhere'));
    bench = await benchWith({ ...fakeSavedRuns(), openSavedRun: () => Promise.reject(locked) });
    await train();
    const { runId } = runNow()!;
    expect(await openSavedRun(bench, row)).toBe(false);
    expect(runNow()).toMatchObject({ runId, state: 'running' });
    expect(bench.notices.getState().notices).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'run_open_elsewhere' }) }),
    ]);
  });
});

describe('notices', () => {
  test("an upload's error goes with the next upload, whatever comes of it", () => {
    const notices = createNoticeStore();
    const { showError, clear } = notices.getState();
    showError(error('empty_file'), 'upload');
    showError(error('storage_full'));
    clear('upload');
    expect(notices.getState().notices).toEqual([
      expect.objectContaining({ error: error('storage_full') }),
    ]);
    showError(error('empty_file'), 'upload');
    showError(error('binary_file'), 'upload');
    expect(notices.getState().notices).toHaveLength(2);
  });

  test('what is said twice stands there once', () => {
    const notices = createNoticeStore();
    notices.getState().show('runPaused');
    notices.getState().showError(error('storage_full'));
    notices.getState().show('runPaused');
    notices.getState().showError(error('storage_full'));
    expect(notices.getState().notices).toHaveLength(2);
  });
});

test('what a study has found is there again after a reload', async () => {
  const memory = new Map<string, unknown>();
  const storage: StudyStorage = {
    load: (kind) => Promise.resolve(memory.get(kind)),
    save: (kind, ended) => Promise.resolve(void memory.set(kind, structuredClone(ended))),
  };
  await keepStudyResults(bench, storage);
  const update = { phase: 'done', result: { rows: [] } } as never;
  bench.compare.setState({ state: 'running' });
  bench.compare.setState({ update });
  expect(memory.size).toBe(0);
  bench.compare.setState({ state: 'done' });
  bench.finetune.setState({ state: 'running', update: null });
  bench.finetune.setState({ state: 'failed' });
  const after = await benchWith(fakeSavedRuns());
  await keepStudyResults(after, storage);
  expect(after.compare.getState()).toMatchObject({ state: 'done', update });
  expect(after.finetune.getState().state).toBe('idle');
});

describe('the settings', () => {
  const training = () => bench.drafts.getState().drafts.story!.config.training;

  test('save_steps shows and sets its own value', () => {
    const drafts = bench.drafts.getState();
    expect(setting('save_steps').read(bench.drafts.getState().drafts.story!.config)).toBe(0);
    drafts.set('story', setting('save_steps'), training().eval_steps);
    expect(training().save_steps).toBe(training().eval_steps);
    drafts.set('story', setting('save_steps'), 0);
    expect(training()).not.toHaveProperty('save_steps');
  });

  test('a number of steps that is set takes the place of epochs; one that is probed does not', () => {
    const drafts = bench.drafts.getState();
    drafts.takeArguments('story', '{"num_train_epochs": 3}');
    expect(training().num_train_epochs).toBe(3);
    const { config } = bench.drafts.getState().drafts.story!;
    const ran = { ...config, training: { ...config.training, max_steps: 77 } };
    drafts.learn('story', ran, { vocabSize: 60 });
    expect(training()).toMatchObject({ num_train_epochs: 3, max_steps: 77 });
    drafts.set('story', setting('max_steps'), 40);
    expect(training().num_train_epochs).toBeUndefined();
    drafts.set('story', setting('num_train_epochs'), 2);
    drafts.takeArguments('story', '{"max_steps": 9}');
    expect(training().num_train_epochs).toBeUndefined();
  });
});
