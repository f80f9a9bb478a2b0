// The benchmarks in a page: bench/browser.ts loads this module and calls what it leaves behind.
import type { Engine } from './engine';
import { runSuite, type SuiteOptions, type SuiteResult } from './suite';

declare global {
  var runBench: (peers: readonly string[], options: SuiteOptions) => Promise<SuiteResult>;
}

globalThis.runBench = (peers, options) =>
  runSuite(
    peers.map(
      (file) => () => import(/* @vite-ignore */ `/${file}`) as Promise<{ default: Engine }>,
    ),
    options,
    (line) => console.info(`bench: ${line}`),
  );
