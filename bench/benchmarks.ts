// Everything that is measured, in one go and on one device, engine beside engine. Runs unchanged in a
// page and in Node; opens no files and prints nothing but progress.
import {
  ATTENTION_SIZES,
  attentionFlops,
  attentionInputs,
  attentionName,
  gptBatch,
  gptWeights,
  MATMUL_SIZES,
  matmulBytes,
  matmulFlops,
  matmulInputs,
  matmulName,
  NANOGPT_CPU,
  QUANTIZED_SIZES,
  quantizedBytes,
  quantizedInputs,
  quantizedName,
  trainFlops,
  type QuantizedSize,
} from './cases';
import { measureCeilings, openCeiling, type OpenCeiling } from '../src/gpu/ceilings';
import { besideCeiling } from './besideCeiling';
import { decodeResults, type DecodeResult } from './decode';
import type { AttentionSize, Engine, Job, MatmulSize, TrainJob } from './engine';
import { callsOf, countCalls, elapsedMs, statsOf, type Calls, type Rounds } from './measure';
import type { BenchtopEngine } from './benchtop/devices';
import { attentionReference, worstRelative } from './reference/attention';
import type { Case, DeviceFacts, JobResult, BenchResult, TrainResult } from './benchResult';
import expectedLosses from './reference/losses.json';
import { checkMatmul } from './reference/matmul';

export interface BenchOptions {
  /** Names of cases that run; all where it is left out. */
  readonly only?: string | undefined;
  readonly quick: boolean;
  /** Nothing is computed (Dawn's null backend): only the CPU side of the step, nothing checked. */
  readonly cpuOnly: boolean;
  readonly assets?: string | undefined;
}

const ATTENTION_TOLERANCE = 2e-5;
const LOSS_TOLERANCE = 1e-3;
const BATCH_MS = 150;

export async function runBenchmarks(
  own: readonly BenchtopEngine[],
  peers: readonly (() => Promise<{ default: Engine }>)[],
  options: BenchOptions,
  say: (line: string) => void,
): Promise<BenchResult> {
  countCalls();
  const engines: Engine[] = [];
  const known: { name: string; version: string; error?: string }[] = [];
  const start = async (engine: Engine): Promise<void> => {
    await engine.init({ ...(options.assets !== undefined && { assets: options.assets }) });
    engines.push(engine);
    known.push({ name: engine.name, version: engine.version });
  };
  for (const engine of own) await start(engine);
  for (const load of peers) {
    let name = 'a peer';
    try {
      const { default: engine } = await load();
      name = engine.name;
      if (options.cpuOnly && !engine.trainStep) continue;
      await start(engine);
    } catch (error) {
      known.push({ name, version: '', error: wordsOf(error) });
      say(`${name} did not start: ${wordsOf(error)}`);
    }
  }
  const wanted = new RegExp(options.only ?? '');
  const rounds: Rounds = options.quick
    ? { min: 3, max: 5, budgetMs: 1500 }
    : { min: 3, max: 11, budgetMs: 6000 };
  const devices: DeviceFacts[] = [];
  for (const engine of own) {
    const context = engine.context();
    const { facts } = context.open;
    const ceilings =
      options.cpuOnly || !wanted.test('ceilings') ? null : await measureCeilings(context);
    devices.push({ engine: engine.name, adapter: facts, ceilings });
    const found = ceilings
      ? `: ${ceilings.fmaGflops.toPrecision(3)} GFLOP/s, ${ceilings.copyGBps.toPrecision(3)} GB/s`
      : '';
    say(`${engine.name} on ${facts.description || facts.device || facts.architecture}${found}`);
  }
  const openOwn = async (kind: 'fma' | 'copy'): Promise<OpenCeiling | null> => {
    const ceilings = devices[0]!.ceilings;
    if (!ceilings) return null;
    return openCeiling(own[0]!.context(), kind, ceilings[`${kind}Variant`]);
  };
  const run = { engines, rounds, options, say, fma: await openOwn('fma') };
  const matmul: Case<JobResult>[] = [];
  const quantized: Case<JobResult>[] = [];
  const attention: Case<JobResult>[] = [];
  const train: Case<TrainResult>[] = [];
  if (!options.cpuOnly) {
    for (const size of MATMUL_SIZES) {
      const name = matmulName(size);
      if (wanted.test(`matmul ${name}`)) matmul.push(await matmulCase(run, name, size));
    }
    for (const size of QUANTIZED_SIZES) {
      const name = quantizedName(size);
      if (wanted.test(`quantized ${name}`)) quantized.push(await quantizedCase(run, name, size));
    }
    for (const size of ATTENTION_SIZES) {
      for (const backward of [false, true]) {
        const name = `${attentionName(size)} ${backward ? 'forward+backward' : 'forward'}`;
        if (!wanted.test(`attention ${name}`)) continue;
        attention.push(await attentionCase(run, name, size, backward));
      }
    }
  }
  if (wanted.test('train nanogpt')) train.push(await trainCase(run));
  const decode: Case<DecodeResult>[] = [];
  if (!options.cpuOnly && wanted.test('decode')) {
    const name = '6 layers, 512 wide, vocabulary 8192, one sequence';
    const { results, ceiling } = await decodeResults(engines, rounds, await openOwn('copy'));
    decode.push({ name, results, ceiling });
    say(`decode: ${results.map((r) => `${r.engine} ${r.tokensPerS?.toPrecision(3)}`).join(', ')}`);
  }
  return { devices, engines: known, matmul, quantized, attention, train, decode };
}

interface Run {
  readonly engines: readonly Engine[];
  readonly rounds: Rounds;
  readonly options: BenchOptions;
  readonly say: (line: string) => void;
  /** Of the first device. */
  readonly fma: OpenCeiling | null;
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300);

interface Contestant<J extends Job> {
  readonly engine: Engine;
  readonly job: J;
  readonly firstMs: number;
  readonly ok: boolean;
  readonly worst: number;
  /** Runs between two waits, so that waiting weighs little. */
  readonly times: number;
}

/** Every engine that has the job: made, run once, checked, then timed in turns. */
async function jobCase<J extends Job>(
  { engines, rounds, say, fma }: Run,
  name: string,
  make: (engine: Engine) => Promise<J | null> | undefined,
  check: (job: J) => Promise<{ ok: boolean; worst: number }>,
  work: { flops: number; bytes?: number },
): Promise<Case<JobResult>> {
  const contestants: Contestant<J>[] = [];
  const failures: JobResult[] = [];
  for (const engine of engines) {
    const from = performance.now();
    const making = make(engine);
    if (!making) continue;
    try {
      const job = await making;
      if (!job) continue;
      await job.run(1);
      await engine.sync();
      const firstMs = performance.now() - from;
      const { ok, worst } = await check(job);
      const once = await elapsedMs(async () => {
        await job.run(1);
        await engine.sync();
      });
      const times = Math.max(1, Math.min(100, Math.round(BATCH_MS / once)));
      contestants.push({ engine, job, firstMs, ok, worst, times });
    } catch (error) {
      failures.push({ engine: engine.name, error: wordsOf(error) });
    }
  }
  const { samples, rates } = await besideCeiling(
    contestants,
    async ({ engine, job, times }) => {
      const total = await elapsedMs(async () => {
        await job.run(times);
        await engine.sync();
      });
      return total / times;
    },
    rounds,
    fma,
  );
  const results = contestants.map((contestant): JobResult => {
    const { engine, firstMs, ok, worst } = contestant;
    const ms = statsOf(samples.get(contestant)!);
    const gflops = work.flops / ms.median / 1e6;
    const GBps = work.bytes === undefined ? undefined : work.bytes / ms.median / 1e6;
    return { engine: engine.name, ms, firstMs, gflops, GBps, ok, worst };
  });
  for (const { job } of contestants) await job.dispose?.();
  say(`${name}: ${results.map((r) => `${r.engine} ${r.gflops!.toPrecision(3)}`).join(', ')}`);
  return { name, results: [...results, ...failures], ceiling: rates };
}

function matmulCase(run: Run, name: string, size: MatmulSize): Promise<Case<JobResult>> {
  const inputs = matmulInputs(size);
  return jobCase(
    run,
    name,
    (engine) => engine.matmul?.(inputs),
    async (job) => checkMatmul(inputs, await job.read()),
    { flops: matmulFlops(size), bytes: matmulBytes(size) },
  );
}

function quantizedCase(run: Run, name: string, size: QuantizedSize): Promise<Case<JobResult>> {
  const inputs = quantizedInputs(size);
  const B = inputs.q?.deq ?? inputs.B;
  return jobCase(
    run,
    name,
    (engine) => engine.qmatmul?.(inputs),
    async (job) => checkMatmul({ ...inputs, B }, await job.read()),
    { flops: matmulFlops(size), bytes: quantizedBytes(size) },
  );
}

function attentionCase(
  run: Run,
  name: string,
  size: AttentionSize,
  backward: boolean,
): Promise<Case<JobResult>> {
  const inputs = attentionInputs(size);
  const reference = attentionReference(inputs);
  return jobCase(
    run,
    name,
    (engine) => engine.attention?.(inputs, backward),
    async (job) => {
      const found = await job.read();
      if (found.length !== (backward ? 4 : 1)) return { ok: false, worst: Infinity };
      const worst = worstRelative(found, reference) / ATTENTION_TOLERANCE;
      return { ok: worst <= 1, worst };
    },
    { flops: attentionFlops(size, backward) },
  );
}

interface Trainee {
  readonly engine: Engine;
  readonly job: TrainJob;
  readonly setupMs: number;
  readonly firstMs: number;
  readonly losses: number[];
  readonly enqueue: number[];
  readonly calls: Calls;
}

async function trainCase({ engines, rounds, options, say, fma }: Run): Promise<Case<TrainResult>> {
  const config = NANOGPT_CPU;
  const weights = gptWeights(config);
  const batch = gptBatch(config);
  const trainees: Trainee[] = [];
  const failures: TrainResult[] = [];
  const lossOf = async (job: TrainJob): Promise<number> => {
    return options.cpuOnly ? Number.NaN : job.loss();
  };
  for (const engine of engines) {
    if (!engine.trainStep) continue;
    try {
      const from = performance.now();
      const job = await engine.trainStep(config, weights, batch);
      await engine.sync();
      const setupMs = performance.now() - from;
      const step = async (): Promise<void> => {
        await job.step();
        await engine.sync();
      };
      await step();
      const firstMs = performance.now() - from;
      const losses = [await lossOf(job)];
      const calls = await callsOf(step);
      losses.push(await lossOf(job));
      trainees.push({ engine, job, setupMs, firstMs, losses, enqueue: [], calls });
      say(`${engine.name}: first step after ${firstMs.toFixed(0)} ms`);
    } catch (error) {
      failures.push({ engine: engine.name, error: wordsOf(error) });
    }
  }
  const stepRounds = options.cpuOnly
    ? { min: 20, max: 60, budgetMs: 4000 }
    : { ...rounds, budgetMs: 2 * rounds.budgetMs, max: Math.min(19, 2 * rounds.max) };
  const { samples, rates } = await besideCeiling(
    trainees,
    async ({ engine, job, losses, enqueue }) => {
      const ms = await elapsedMs(async () => {
        enqueue.push(await elapsedMs(() => job.step()));
        await engine.sync();
      });
      losses.push(await lossOf(job));
      return ms;
    },
    { ...stepRounds, warmsUp: true },
    fma,
  );
  const results = trainees.map((trainee): TrainResult => {
    const { engine, job, setupMs, firstMs, losses, enqueue, calls } = trainee;
    const ms = statsOf(samples.get(trainee)!);
    const checked = losses.slice(0, expectedLosses.length);
    const errors = checked.map((loss, step) => Math.abs(loss - expectedLosses[step]!));
    const worst = Math.max(...errors) / LOSS_TOLERANCE;
    return {
      engine: engine.name,
      ms,
      enqueueMs: statsOf(enqueue),
      setupMs,
      firstMs,
      calls,
      facts: job.facts,
      ...(!options.cpuOnly && {
        tokensPerS: (config.batch * config.block) / (ms.median / 1e3),
        gflops: trainFlops(config) / ms.median / 1e6,
        losses,
        ok: worst <= 1,
        worst,
      }),
    };
  });
  for (const { job } of trainees) await job.dispose?.();
  const reported = results.map((r) => `${r.engine} ${r.ms!.median.toPrecision(3)} ms`);
  say(`training step: ${reported.join(', ')}`);
  const name = 'nanoGPT, CPU configuration';
  return { name, results: [...results, ...failures], ceiling: rates };
}
