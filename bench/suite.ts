// Everything that is measured, in one go and on one device, engine beside engine. Runs unchanged in a
// page and in Node; opens no files and prints nothing but progress.
import type { AdapterFacts } from '../src/gpu/compute';
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
import { measureCeilings, type Ceilings } from '../src/gpu/ceilings';
import { decodeResults, type DecodeResult } from './decode';
import type { AttentionSize, Engine, Job, MatmulSize, StepFacts, TrainJob } from './engine';
import {
  callsOf,
  countCalls,
  elapsedMs,
  interleave,
  statsOf,
  type Calls,
  type Rounds,
  type Stats,
} from './measure';
import { benchContext } from './benchtop/context';
import benchtop from './peerbench';
import { attentionReference, worstRelative } from './reference/attention';
import expectedLosses from './reference/losses.json';
import { checkMatmul } from './reference/matmul';

export interface SuiteOptions {
  /** Names of cases that run; all where it is left out. */
  readonly only?: string | undefined;
  readonly quick: boolean;
  /** Nothing is computed (Dawn's null backend): only the CPU side of the step, nothing checked. */
  readonly cpuOnly: boolean;
  readonly assets?: string | undefined;
}

interface Result {
  readonly engine: string;
  /** Why there is no figure. */
  readonly error?: string;
}

export interface JobResult extends Result {
  readonly ms?: Stats;
  /** From nothing to the first result: graph, pipelines, uploads, one run. */
  readonly firstMs?: number;
  readonly gflops?: number;
  readonly GBps?: number | undefined;
  readonly ok?: boolean;
  /** Largest error, in units of what is allowed. */
  readonly worst?: number;
}

export interface TrainResult extends Result {
  /** One step, from its first call until the queue is empty. */
  readonly ms?: Stats;
  /** The part of it until `step()` gave the CPU back. */
  readonly enqueueMs?: Stats;
  readonly setupMs?: number;
  /** Set-up and the first step. */
  readonly firstMs?: number;
  readonly tokensPerS?: number;
  readonly gflops?: number;
  readonly calls?: Calls;
  readonly facts?: StepFacts | undefined;
  readonly losses?: readonly number[];
  readonly ok?: boolean;
  readonly worst?: number;
}

export interface Case<R> {
  readonly name: string;
  readonly results: readonly R[];
}

export interface SuiteResult {
  readonly adapter: AdapterFacts;
  readonly engines: readonly { name: string; version: string; error?: string }[];
  readonly ceilings: Ceilings | null;
  readonly matmul: readonly Case<JobResult>[];
  /** Weights in floats and in integers. */
  readonly quantized: readonly Case<JobResult>[];
  readonly attention: readonly Case<JobResult>[];
  readonly train: readonly Case<TrainResult>[];
  readonly decode: readonly Case<DecodeResult>[];
}

const ATTENTION_TOLERANCE = 2e-5;
const LOSS_TOLERANCE = 1e-3;
const BATCH_MS = 150;

export async function runSuite(
  peers: readonly (() => Promise<{ default: Engine }>)[],
  options: SuiteOptions,
  say: (line: string) => void,
): Promise<SuiteResult> {
  countCalls();
  const engines: Engine[] = [];
  const known: { name: string; version: string; error?: string }[] = [];
  for (const load of [() => Promise.resolve({ default: benchtop }), ...peers]) {
    let name = 'a peer';
    try {
      const { default: engine } = await load();
      name = engine.name;
      if (options.cpuOnly && !engine.trainStep) continue;
      await engine.init({ ...(options.assets !== undefined && { assets: options.assets }) });
      engines.push(engine);
      known.push({ name, version: engine.version });
    } catch (error) {
      if (engines.length === 0) throw error;
      known.push({ name, version: '', error: wordsOf(error) });
      say(`${name} did not start: ${wordsOf(error)}`);
    }
  }
  const { facts } = benchContext().open;
  say(`on ${facts.description || facts.device || facts.architecture}`);
  const wanted = new RegExp(options.only ?? '');
  const rounds: Rounds = options.quick
    ? { min: 3, max: 5, budgetMs: 1500 }
    : { min: 3, max: 11, budgetMs: 6000 };
  const run = { engines, rounds, options, say };
  const ceilings =
    options.cpuOnly || !wanted.test('ceilings') ? null : await measureCeilings(benchContext());
  if (ceilings) {
    const { fmaGflops, copyGBps } = ceilings;
    say(`ceilings: ${fmaGflops.toPrecision(3)} GFLOP/s, ${copyGBps.toPrecision(3)} GB/s`);
  }
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
    const results = await decodeResults(engines, rounds);
    decode.push({ name: '6 layers, 512 wide, vocabulary 8192, one sequence', results });
    say(`decode: ${results.map((r) => `${r.engine} ${r.tokensPerS?.toPrecision(3)}`).join(', ')}`);
  }
  return { adapter: facts, engines: known, ceilings, matmul, quantized, attention, train, decode };
}

interface Run {
  readonly engines: readonly Engine[];
  readonly rounds: Rounds;
  readonly options: SuiteOptions;
  readonly say: (line: string) => void;
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
  { engines, rounds, say }: Run,
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
  const samples = await interleave(
    contestants,
    async ({ engine, job, times }) => {
      const total = await elapsedMs(async () => {
        await job.run(times);
        await engine.sync();
      });
      return total / times;
    },
    rounds,
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
  return { name, results: [...results, ...failures] };
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

async function trainCase({ engines, rounds, options, say }: Run): Promise<Case<TrainResult>> {
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
  const samples = await interleave(
    trainees,
    async ({ engine, job, losses, enqueue }) => {
      const ms = await elapsedMs(async () => {
        enqueue.push(await elapsedMs(() => job.step()));
        await engine.sync();
      });
      losses.push(await lossOf(job));
      return ms;
    },
    stepRounds,
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
  return { name: 'nanoGPT, CPU configuration', results: [...results, ...failures] };
}
