// The benchmarks in a Worker of a page (the CPU engine waits, which a page itself may not):
// bench/browser.ts starts it and calls what it leaves behind.
import { openCpu } from '../src/cpu/open';
import { serveThread, type SpawnThread } from '../src/cpu/threads';
import { servingWorker } from '../src/host/worker/servingWorker';
import { benchtopOn, openWebGpu, type BenchtopEngine } from './benchtop/devices';
import type { Engine } from './engine';
import { runBenchmarks, type BenchOptions } from './benchmarks';
import type { BenchResult } from './benchResult';
import { cpuDriver } from './threads';

declare global {
  var runBench: (
    drivers: readonly string[],
    peers: readonly string[],
    options: BenchOptions,
  ) => Promise<BenchResult>;
}

const CODE = `
self.onmessage = ({ data }) =>
  (${serveThread.toString()})(data, () => self.postMessage('ready'));`;

const spawn: SpawnThread = (setup, onLost) => {
  const url = URL.createObjectURL(new Blob([CODE], { type: 'text/javascript' }));
  return servingWorker(new Worker(url), setup, onLost);
};

function deviceOf(driver: string): BenchtopEngine {
  const cpu = cpuDriver(driver);
  const threads = cpu?.threads ?? navigator.hardwareConcurrency;
  const open = cpu ? () => openCpu({ threads, spawn }) : () => openWebGpu(navigator.gpu);
  return benchtopOn(`benchtop ${driver}`, open);
}

globalThis.runBench = (drivers, peers, options) =>
  runBenchmarks(
    drivers.map(deviceOf),
    peers.map(
      (file) => () => import(/* @vite-ignore */ `/${file}`) as Promise<{ default: Engine }>,
    ),
    options,
    (line) => console.info(`bench: ${line}`),
  );
