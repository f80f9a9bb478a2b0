// What must not happen to a run, a notice or a result, whatever page is open.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunStore } from '../../src/host/jobs/runWork';
import type { SavedRun } from '../../src/host/storage/savedRun';
import type { CompareRequest } from '../../src/host/protocol/compare';
import type { StartRequest } from '../../src/host/protocol/lab';
import type { SavedRunService } from '../../src/host/storage/savedRunService';
import { LabError } from '../../src/host/lab/labError';
import { openSavedRun } from '../../src/ui/stores/savedRunActions';
import { createBench, type Bench } from '../../src/ui/stores/bench';
import { compareRun, runComparison } from '../../src/ui/features/study/comparisonActions';
import { createNoticeStore } from '../../src/ui/stores/notices';
import { showJob } from '../../src/ui/stores/jobActions';
import type { JobChoice } from '../../src/ui/stores/jobs';
import { resumeRun, startRun, stopRun } from '../../src/ui/stores/runActions';
import { startFinetuning } from '../../src/ui/features/finetune/finetuneActions';
import { runDistillation } from '../../src/ui/features/distill/distillActions';
import { SETTINGS } from '../../src/ui/settings/settings';
import { FakeLab } from '../support/fakeLab';
import { fakeSavedRuns } from '../support/fakeSavedRuns';
import { FakeBrowser, fakeQueue, fakeService } from '../support/fakeJobs';

let lab: FakeLab;
let bench: Bench;
const runNow = () => bench.run.getState().run;
const setting = (id: string) => SETTINGS.find((found) => found.id === id)!;
const error = (code: string) => ({ code, message: code, fields: {} });

const benchWith = async (savedRuns: SavedRunService & RunStore): Promise<Bench> => {
  const made = createBench(fakeService(lab, savedRuns));
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

const answer = async (choice: JobChoice | null, isRemembered = false): Promise<void> => {
  bench.jobs.getState().question!.answer(choice, isRemembered);
  await vi.advanceTimersByTimeAsync(500);
};
const jobsNow = () => bench.jobs.getState().jobs!.map(({ kind, state }) => `${kind} ${state}`);

describe('a run that trains', () => {
  test.each([
    ['compare', compareRun],
    ['distill', runDistillation],
  ])('is not stopped by %s: the page asks, and it goes on behind it', async (study, start) => {
    await train();
    const stop = vi.spyOn(lab, 'stop');
    void Promise.resolve(start(bench));
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.jobs.getState().question).toMatchObject({
      makesRoom: 'pause',
      running: { kind: 'train' },
    });
    expect(runNow()?.state).toBe('running');
    await answer('now');
    expect(runNow()?.state).toBe('paused');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(jobsNow()).toEqual(['train running', `${study} done`]);
    expect(runNow()?.state).toBe('running');
    expect(stop).not.toHaveBeenCalled();
  });

  test('goes on while what is put behind it waits; an answer is remembered where that was wished', async () => {
    await train();
    void startFinetuning(bench);
    await vi.advanceTimersByTimeAsync(100);
    await answer('queue', true);
    expect(jobsNow()).toEqual(['train running', 'finetune waiting']);
    expect(bench.notices.getState().notices.map(({ kind }) => kind)).toEqual(['queued']);
    void runDistillation(bench);
    await vi.advanceTimersByTimeAsync(1100);
    expect(bench.jobs.getState().question).toBeNull();
    expect(jobsNow()).toEqual(['train running', 'finetune waiting', 'distill waiting']);
  });

  test('is left alone where the user thinks better of it', async () => {
    await train();
    void startFinetuning(bench);
    await vi.advanceTimersByTimeAsync(100);
    await answer(null);
    expect(jobsNow()).toEqual(['train running']);
  });

  test('nothing is asked where none trains', async () => {
    void startFinetuning(bench);
    await vi.advanceTimersByTimeAsync(100);
    expect(bench.jobs.getState().question).toBeNull();
    expect(bench.notices.getState().notices).toEqual([]);
  });

  test('two at once: the first is shown again when it is asked for', async () => {
    await train();
    const first = runNow()!.runId;
    void startRun(bench, 'code');
    await vi.advanceTimersByTimeAsync(100);
    await answer('now');
    await vi.advanceTimersByTimeAsync(1000);
    const second = runNow()!;
    expect(second).toMatchObject({ experimentId: 'code', state: 'running' });
    expect(bench.run.getState().beside).toMatchObject([{ runId: first, state: 'paused' }]);
    const job = bench.jobs.getState().jobs!.find(({ runId }) => runId === first)!;
    await showJob(bench, job);
    expect(runNow()).toMatchObject({ runId: first, state: 'paused' });
    await lab.stop(second.runId);
    await vi.advanceTimersByTimeAsync(1000);
    expect(runNow()).toMatchObject({ runId: first, state: 'running' });
  });
});

test("a run's own comparison wins over a reference model that was chosen before", async () => {
  await train();
  await stopRun(bench);
  await vi.advanceTimersByTimeAsync(100);
  const requested: CompareRequest[] = [];
  let endStudy = (): void => undefined;
  vi.spyOn(lab, 'runStudy').mockImplementation((_kind, request) => {
    requested.push(request as CompareRequest);
    return new Promise((resolve) => (endStudy = () => resolve(undefined as never)));
  });
  vi.spyOn(lab, 'stopStudy').mockImplementation(() => Promise.resolve(endStudy()));
  const base = { kind: 'kept', id: 'other' } as const;
  bench.compare.setState(({ options }) => ({ options: { ...options, base } }));
  compareRun(bench);
  await vi.advanceTimersByTimeAsync(0);
  expect(requested[0]?.model).toEqual({ kind: 'run', runId: runNow()?.runId });
  bench.compare.setState(({ options }) => ({ options: { ...options, base } }));
  void runComparison(bench);
  await vi.advanceTimersByTimeAsync(0);
  await answer('now');
  expect(requested[1]?.model).toEqual(base);
});

describe('a saved run', () => {
  const row = { id: 'a', name: 'Before', experimentId: 'story', step: 300 } as SavedRun;
  const opened = (startsPaused: boolean): StartRequest =>
    ({
      runId: 'a',
      experimentId: 'story',
      config: bench.drafts.getState().drafts.story!.config,
      autoSize: false,
      startsPaused,
      from: { step: 300 } as StartRequest['from'],
      history: {
        points: [0, 1].map((step) => ({ step, loss: 3 - step, learningRate: 1, gradNorm: 1 })),
        evals: [],
        samples: [{ step: 300, prompt: 'x', text: 'the last one' }],
      },
    }) as StartRequest;
  const savedRuns = () => ({
    ...fakeSavedRuns(),
    has: (id: string) => Promise.resolve(id === 'a'),
    openSavedRun: () => lab.start(opened(true)),
  });

  test('that is opened has its place, so that it can be compared, and its last sample', async () => {
    const other = await benchWith(savedRuns());
    await openSavedRun(other, row);
    await vi.advanceTimersByTimeAsync(100);
    const { run } = other.run.getState();
    expect(run?.progress).toMatchObject({ step: 300, maxSteps: run!.config.training.max_steps });
    expect(run?.samples.at(-1)?.text).toBe('the last one');
    expect(run?.version).toBeGreaterThan(0);
  });

  test('that is opened while another trains stops nothing, and is resumed in its turn', async () => {
    bench = await benchWith(savedRuns());
    await train();
    const { runId } = runNow()!;
    await openSavedRun(bench, row);
    await vi.advanceTimersByTimeAsync(1500);
    expect(runNow()).toMatchObject({ runId: 'a', state: 'paused' });
    expect(bench.run.getState().beside).toMatchObject([{ runId, state: 'running' }]);
    void resumeRun(bench);
    await vi.advanceTimersByTimeAsync(100);
    await answer('queue');
    expect(jobsNow()).toEqual(['train running', 'train waiting']);
    await lab.stop(runId);
    await vi.advanceTimersByTimeAsync(1500);
    expect(runNow()).toMatchObject({ runId: 'a', state: 'running' });
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
    notices.getState().show('queued');
    notices.getState().showError(error('storage_full'));
    notices.getState().show('queued');
    notices.getState().showError(error('storage_full'));
    expect(notices.getState().notices).toHaveLength(2);
  });
});

test('what a study has found is there again after a reload', async () => {
  const browser = new FakeBrowser();
  const open = async (): Promise<Bench> => {
    const made = createBench(fakeService(lab, undefined, fakeQueue(lab, undefined, browser.tab())));
    await vi.advanceTimersByTimeAsync(0);
    return made;
  };
  bench = await open();
  void startFinetuning(bench);
  await vi.advanceTimersByTimeAsync(3000);
  const { update } = bench.finetune.getState();
  expect(update?.progress.phase).toBe('done');
  const after = await open();
  await vi.advanceTimersByTimeAsync(0);
  expect(after.finetune.getState()).toMatchObject({ state: 'done', update });
  expect(after.distill.getState().state).toBe('idle');
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
