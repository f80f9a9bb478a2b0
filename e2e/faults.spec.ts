// A GPU that fails while a model trains, in the page: the page says so, what is kept stays the last good
// state, and the next run starts.
import { expect, test, type Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import type { Fault } from '../tests/support/refusingDevice';
import { newestSaved, pauseUntilSaved } from './checkpoints';
import {
  beforeEngine,
  chooseDevice,
  openSmallRun,
  stateOf,
  stepOf,
  watchProblems,
} from './support';

test.describe.configure({ mode: 'serial' });

let page: Page;
let problems: string[];
let uncaught: string[];

/** The double, as code for the Worker. */
async function faultyWorker(): Promise<string> {
  const [{ output }] = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry: 'tests/support/faultyWorker.ts', formats: ['iife'], name: 'faulty' },
    },
  })) as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  return output[0].code;
}

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  problems = watchProblems(page);
  uncaught = [];
  page.on('pageerror', (error) => uncaught.push(String(error)));
  await chooseDevice(page, 'gpu');
  await beforeEngine(page, await faultyWorker());
  await openSmallRun(page);
});

test.afterAll(() => page.context().close());

const arm = (fault: Fault) =>
  page.evaluate((armed) => {
    const channel = new BroadcastChannel('faults');
    channel.postMessage(armed);
    channel.close();
  }, fault);

const toRun = () =>
  page.evaluate(() => {
    location.hash = '/experiment/own-text';
  });

/** As it stands on the page of the experiment: for the first run, or for the next one. */
const startButton = () => page.getByTestId('train').or(page.getByTestId('run-again'));

/** Trains until a checkpoint of this run is kept; gives its step. The run then stands still. */
async function trainUntilSaved(): Promise<number> {
  const before = (await newestSaved(page)).keptAtMs;
  await toRun();
  await startButton().click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'running');
  await expect.poll(() => stepOf(page)).toBeGreaterThan(0);
  return pauseUntilSaved(page, before);
}

const RUNNING: readonly (readonly [string, Fault, RegExp])[] = [
  ['every submit refused', { kind: 'every_submit', at: 0 }, /WebGPU validation error/],
  ['one write refused', { kind: 'write', at: 2 }, /WebGPU validation error/],
  [
    'a mapAsync that rejects',
    { kind: 'map_rejects', at: 1 },
    /Reading results back from the GPU failed/,
  ],
  ['a mapAsync that never settles', { kind: 'map_silent', at: 1 }, /stopped responding/],
];

for (const [name, fault, words] of RUNNING) {
  test(`${name}: said, the checkpoint stays, the next run starts`, async () => {
    const step = await trainUntilSaved();
    await arm(fault);
    await page.getByTestId('run-resume').click();
    await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
    await expect(page.getByText(words).first()).toBeVisible();
    // Steps that came back before the fault are good, and may have been kept since.
    const saved = (await newestSaved(page)).step;
    expect(saved).toBeGreaterThanOrEqual(step);
    expect(saved).toBeLessThanOrEqual(fault.at === 0 ? step : await stepOf(page));
    await expect(startButton()).toBeEnabled();
  });
}

test('no memory for a buffer: said as that, and the next run starts', async () => {
  await toRun();
  await arm({ kind: 'buffer', at: 6 });
  await startButton().click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'failed');
  await expect(page.getByText(/Out of memory/).first()).toBeVisible();
  const step = await trainUntilSaved();
  expect(step).toBeGreaterThan(0);
  expect(uncaught).toEqual([]);
  expect(problems).toEqual([]);
});
