import { createServer, type AddressInfo } from 'node:net';
import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser, NO_BROWSER } from './scripts/browser.mjs';

const executablePath = findBrowser();
if (!executablePath) throw new Error(NO_BROWSER);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

// Workers read this file again: they must get the port that the first reading chose.
process.env.BENCHTOP_PORT ??= String(await freePort());
const baseURL = `http://127.0.0.1:${process.env.BENCHTOP_PORT}`;

/** Begun first, so that none of them is left for one worker at the end. */
const LONGEST = /(train|compare|access)\.spec\.ts/;

/** Quicker than a software adapter; tests about WebGPU choose otherwise. */
const PREFERS_CPU = {
  cookies: [],
  origins: [
    {
      origin: baseURL,
      localStorage: [{ name: 'benchtop.settings', value: JSON.stringify({ device: 'cpu' }) }],
    },
  ],
};

export default defineConfig({
  testDir: 'e2e',
  // A project has browsers of its own, so no more than the order needs.
  projects: [
    { name: 'long', testMatch: LONGEST },
    { name: 'other', testIgnore: LONGEST },
  ],
  workers: 2,
  // Test by test, so that both have something to do to the end.
  fullyParallel: true,
  // Limits are for hangs alone: a machine half as fast and busy with other things must not meet them.
  timeout: 10 * 60_000,
  expect: { timeout: 3 * 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL,
    // A click or a page that never comes names itself; without a limit it would take the whole test's.
    actionTimeout: 3 * 60_000,
    navigationTimeout: 3 * 60_000,
    storageState: PREFERS_CPU,
    // It would answer where a test does; e2e/offline.spec.ts has it.
    serviceWorkers: 'block',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    // What moves or fades would be looked at half-way.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath, args: BROWSER_FLAGS },
    // Playwright's snapshots run in the page: they would count among its long tasks.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${process.env.BENCHTOP_PORT} --strictPort`,
    url: baseURL,
    reuseExistingServer: false,
    timeout: 3 * 60_000,
  },
});
