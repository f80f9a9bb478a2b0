// What the benchmarks measure, as it is written to a file and to a report.
import type { AdapterFacts } from '../src/gpu/compute';
import type { Ceilings } from '../src/gpu/ceilings';
import type { DecodeResult } from './decode';
import type { StepFacts } from './engine';
import type { Calls, Stats } from './measure';

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
  /** The first device's, measured in the same rounds: multiply-adds in GFLOP/s, or copies in GB/s. */
  readonly ceiling?: Stats | undefined;
}

/** One of Benchtop's devices. */
export interface DeviceFacts {
  readonly engine: string;
  readonly adapter: AdapterFacts;
  readonly ceilings: Ceilings | null;
}

export interface BenchResult {
  readonly devices: readonly DeviceFacts[];
  readonly engines: readonly { name: string; version: string; error?: string }[];
  readonly matmul: readonly Case<JobResult>[];
  /** Weights in floats and in integers. */
  readonly quantized: readonly Case<JobResult>[];
  readonly attention: readonly Case<JobResult>[];
  readonly train: readonly Case<TrainResult>[];
  readonly decode: readonly Case<DecodeResult>[];
}
