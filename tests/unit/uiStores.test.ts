// The page's state without the page, around a lab without a GPU.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeSavedRuns } from '../support/fakeSavedRuns';
import { fakeService } from '../support/fakeJobs';
import type { SavedRun } from '../../src/host/storage/savedRun';
import { overlaysOf } from '../../src/ui/features/run/curves/chartData';
import { toggleOverlay } from '../../src/ui/features/run/curves/overlayActions';
import { SETTINGS } from '../../src/ui/settings/settings';
import { createBench, type Bench } from '../../src/ui/stores/bench';
import { pauseRun, resumeRun, singleStep, startRun, stopRun } from '../../src/ui/stores/runActions';
import { readOwnFile, readPasted } from '../../src/ui/stores/textActions';
import { FakeLab } from '../support/fakeLab';

let lab: FakeLab;
let bench: Bench;

const runNow = () => bench.run.getState().run;
const setting = (id: string) => SETTINGS.find((found) => found.id === id)!;

beforeEach(async () => {
  vi.useFakeTimers();
  lab = new FakeLab();
  bench = createBench(fakeService(lab));
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(async () => {
  await stopRun(bench);
  vi.useRealTimers();
});

async function startAndTrain(experimentId: string, elapsedMs = 3000) {
  void startRun(bench, experimentId);
  await vi.advanceTimersByTimeAsync(elapsedMs);
}

test('one press: the run prepares, trains, and its loss falls', async () => {
  await startAndTrain('story');
  const run = runNow();
  expect(run?.state).toBe('running');
  expect(run?.plan?.vocabSize).toBe(512);
  expect(run?.history.means.at(-1)).toBeLessThan(run?.history.means[0] ?? 0);
  expect(run?.samples.length).toBeGreaterThan(1);
});

test('pause holds, one step is one step, resume goes on, stop ends', async () => {
  await startAndTrain('story');
  await pauseRun(bench);
  await vi.advanceTimersByTimeAsync(500);
  const held = runNow()?.progress?.step ?? 0;
  await vi.advanceTimersByTimeAsync(2000);
  expect(runNow()?.progress?.step).toBe(held);
  await singleStep(bench);
  await vi.advanceTimersByTimeAsync(500);
  expect(runNow()?.progress?.step).toBe(held + 1);
  await resumeRun(bench);
  await vi.advanceTimersByTimeAsync(1000);
  expect(runNow()?.progress?.step).toBeGreaterThan(held + 1);
  await stopRun(bench);
  await vi.advanceTimersByTimeAsync(500);
  expect(runNow()?.state).toBe('stopped');
});

test('the curves of an experiment’s runs before stay for comparison, five at most', async () => {
  const curves = [];
  for (let i = 0; i < 7; i++) {
    await startAndTrain('story');
    curves.push(runNow()?.history);
    await stopRun(bench);
    await vi.advanceTimersByTimeAsync(200);
  }
  await startAndTrain('story');
  expect(runNow()?.earlier).toEqual(curves.slice(2, 7));
  await stopRun(bench);
  await vi.advanceTimersByTimeAsync(200);
  await startAndTrain('code');
  expect(runNow()?.earlier).toEqual([]);
});

test('a lost device ends the run in words and keeps its curves', async () => {
  await startAndTrain('story');
  const count = runNow()?.history.count;
  lab.lose();
  await vi.advanceTimersByTimeAsync(600);
  expect(bench.device.getState().device.status).toBe('lost');
  expect(runNow()?.state).toBe('failed');
  expect(runNow()?.error?.code).toBe('device_lost');
  expect(runNow()?.history.count).toBeGreaterThanOrEqual(count ?? 1);
});

test('a bad file becomes a notice; the text before it stays', async () => {
  const good = new File(['a line of text\n'.repeat(200)], 'good.txt');
  expect(await readOwnFile(bench, good)).toBe(true);
  for (const [file, code] of [
    [new File([], 'empty.txt'), 'empty_file'],
    [new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0])], 'picture.png'), 'binary_file'],
    [new File([new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x20, 0x61])], 'latin1.txt'), 'not_utf8'],
  ] as const) {
    expect(await readOwnFile(bench, file)).toBe(false);
    const notice = bench.notices.getState().notices.at(-1);
    expect(notice?.kind === 'error' && notice.error.code, file.name).toBe(code);
  }
  expect(bench.texts.getState().texts.own_file?.name).toBe('good.txt');
  expect(bench.texts.getState().reading).toBeNull();
});

test('own text: its own beginning becomes the prompt', async () => {
  await readPasted(bench, 'Call me Ishmael. '.repeat(100), 'pasted');
  const draft = bench.drafts.getState().drafts['own-text'];
  expect(draft?.config.sample.prompt).toBe('Call me Ishmael.');
});

test('turning a sized setting switches the probe off; a bad entry keeps the good value', () => {
  const drafts = bench.drafts.getState();
  drafts.set('story', setting('temperature'), 1);
  expect(bench.drafts.getState().drafts.story?.autoSize).toBe(true);
  drafts.set('story', setting('n_layer'), 6);
  expect(bench.drafts.getState().drafts.story?.autoSize).toBe(false);
  drafts.refuse('story', 'n_layer', { code: 'not_whole', fields: {} });
  expect(bench.drafts.getState().drafts.story?.config.model.n_layer).toBe(6);
  drafts.resetAll('story');
  expect(bench.drafts.getState().drafts.story?.config.model.n_layer).toBe(4);
});

test('a saved run is laid over the present one and taken away again', async () => {
  const points = [0, 1].map((step) => ({ step, loss: 3 - step, learningRate: 1, gradNorm: 1 }));
  const evals = [{ step: 1, validationLoss: 2.5, standardError: 0.1 }];
  const savedRuns = {
    ...fakeSavedRuns(),
    runHistory: () => Promise.resolve({ points, evals, samples: [] }),
  };
  const other = createBench(fakeService(lab, savedRuns));
  const run = { id: 'a', name: 'Before' } as SavedRun;
  await toggleOverlay(other, run);
  const { shown } = other.overlays.getState();
  expect(overlaysOf(shown, 2)).toEqual([
    { name: 'a', color: 2, steps: [0, 1], means: [3, 2], evals: [{ step: 1, loss: 2.5 }] },
  ]);
  await toggleOverlay(other, run);
  expect(other.overlays.getState().shown).toEqual([]);
});
