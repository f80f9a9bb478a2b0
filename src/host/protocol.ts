// What the page and the engine say to each other. Plain data only: it crosses a Worker.
import type { PartCost } from '../training/models/cost';
import type { RunConfig } from '../training/run/config';
import type { RateSweep } from '../training/run/rateSweep';
import type { AdapterFacts } from '../gpu/device';
import type { SelfTestReport, SelfTestRow } from '../training/inspect/selfTest';
import type { ObjectiveExample } from '../training/objectives/examples';
import type { HeldOut } from '../training/objectives/heldOut';
import type { TuningRow } from '../gpu/autotune';
import type { MemoryKind } from '../gpu/dispatch';
import type { Example } from '../training/data/examples';
import type { ClassReport } from '../training/evaluate/classReport';
import type { OwnExamples } from './examples';
import type { Checkpoint } from '../training/io/checkpoint';
import type { Exemplified, ExemplifyRequest } from './exemplify';
import type { CompareRequest, CompareResult, CompareUpdate } from './compareResult';
import type { TuneRequest, TuneResult, TuneUpdate } from './tuneResult';
import type { DistilRequest, DistilResult, DistilUpdate } from './distilResult';
import type { SweepRequest, SweepResult, SweepUpdate } from './sweepResult';

export type { TuningRow } from '../gpu/autotune';
export type { AdapterFacts } from '../gpu/device';
export type { SelfTestReport, SelfTestRow } from '../training/inspect/selfTest';

/** Errors cross the Worker as data; the page translates by `code`. */
export interface LabErrorData {
  code: string;
  /** English sentence, shown where no translation of the code exists. */
  message: string;
  fields: Record<string, string | number>;
}

export type DeviceState =
  | { status: 'opening' }
  | { status: 'ready'; adapter: AdapterFacts }
  | { status: 'missing'; reason: 'no_webgpu' | 'no_adapter' | 'device_refused'; detail: string }
  | { status: 'lost'; reason: string; recovering: boolean };

export type MemoryBreakdown = Record<MemoryKind, number>;

/** What is known of a corpus with its tokeniser; the rest is estimated from `chars` or its source. */
export interface CorpusFacts {
  vocabSize: number;
  trainTokens?: number | undefined;
  validationTokens?: number | undefined;
  /** Length of a text that the visitor brought. */
  chars?: number | undefined;
}

/** Exact bytes of a run before anything is allocated, and what else is known beforehand. */
export interface RunPlan {
  parameters: number;
  /** What the model has besides and nothing changes. */
  frozenParameters?: number;
  /** In the order in which data flows; they add up to the plan. */
  parts: PartCost[];
  vocabSize: number;
  memory: MemoryBreakdown;
  totalBytes: number;
  /** Sum of all tensors' sizes, had no memory been shared. */
  unsharedBytes: number;
  dispatchesPerStep: number;
  flopsPerStep: number;
  tokensPerStep: number;
  steps: RunSteps;
}

/** How long a run lasts and what it does when, in optimizer steps. */
export interface RunSteps {
  total: number;
  warmup: number;
  /** Null where the examples have no end. */
  perEpoch: number | null;
  eval: number;
  /** Null: with held-out evaluations, seconds apart. */
  save: number | null;
}

export type RunState = 'preparing' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

export interface StepPoint {
  step: number;
  /** Mean cross-entropy in nats per token. */
  loss: number;
  learningRate: number;
  gradNorm: number;
  /** Each of several objectives, by name. */
  parts?: Record<string, number>;
}

export interface EvalPoint {
  step: number;
  validationLoss: number;
  /** Standard error of the mean over windows. */
  standardError: number;
  /** Share of examples that are right as a whole, where they can be. */
  accuracy?: number;
  /** Standard error of that share. */
  accuracyError?: number;
  /** Examples that it was counted on. */
  examples?: number;
  /** Of a classifier. */
  classes?: ClassReport;
  /** The examples behind `classes.mistakes`, in their order. */
  mistaken?: Example[];
  /** What else is measured: `train` of a task, `forgetting` of a run on examples, the corpora of a progressive run, single objectives. */
  parts?: Record<string, HeldOut>;
}

export interface SamplePoint {
  step: number;
  prompt: string;
  text: string;
  /** The other texts, where several are written at once. */
  more?: string[];
}

export interface RunProgress {
  step: number;
  maxSteps: number;
  tokensPerSecond: number;
  stepMs: number;
  elapsedMs: number;
  remainingMs: number;
}

/** The kernels of the captured step, in order. Times are there only after profiling. */
export interface KernelRow {
  label: string;
  shader: string;
  grid: readonly [number, number, number];
  flops: number;
  bytes: number;
  elapsedMs: number | null;
}

export interface KernelProfile {
  /** `wall_clock` where the adapter has no timestamps: each kernel alone, with the way to it and back. */
  method: 'timestamps' | 'wall_clock';
  rows: KernelRow[];
}

export type RunEvent = { runId: string } & (
  | { type: 'state'; state: RunState; error?: LabErrorData }
  | {
      type: 'preparing';
      stage: 'corpus' | 'tokenizer' | 'compile' | 'probe';
      done: number;
      total: number;
      detail: string;
    }
  | {
      type: 'ready';
      config: RunConfig;
      plan: RunPlan;
      /** Entropy floor in nats per token, null where it is not known. */
      floor: number | null;
      trainTokens: number;
      validationTokens: number;
      charsPerToken: number;
      /** What objectives make of the text. */
      examples?: ObjectiveExample[];
      /** How the default model was sized, when a probe chose it. */
      probe: { gflops: number; chosen: string } | null;
    }
  | { type: 'steps'; points: StepPoint[]; progress: RunProgress }
  | { type: 'eval'; point: EvalPoint }
  | { type: 'sample'; point: SamplePoint; done: boolean }
  | { type: 'warning'; error: LabErrorData }
);

export type LabEvent = { type: 'device'; device: DeviceState } | { type: 'run'; event: RunEvent };

/** Text that the page hands over: the visitor's own file or a fetched corpus, already validated. */
export type SuppliedText =
  | { name: string; text: string }
  /** Too large for a string, or split by document; without held-out text its end is held out. */
  | { name: string; train: Blob; validation: Blob | null };

export interface StartRequest {
  runId: string;
  config: RunConfig;
  text?: SuppliedText;
  examples?: OwnExamples;
  /** Let a half-second probe choose width, depth and batch for this adapter. */
  autoSize: boolean;
  /** Finds a learning rate: only these steps, while the rate climbs; `dispose` throws the model away. */
  sweep?: RateSweep;
  /** Ends the run after so many steps, whatever the probe chooses. */
  maxSteps?: number;
  /** Where the page shows it. */
  experimentId?: string;
  /** Takes the sizes and the tokeniser of its base, not what that has learnt. */
  isFresh?: boolean;
  /** A kept run goes on from here. */
  from?: Omit<Checkpoint, 'config'>;
  /** Stands still before its first step. */
  startsPaused?: boolean;
}

export interface GenerateRequest {
  runId: string;
  prompt: string;
  maxNewTokens: number;
  temperature: number;
  topK: number;
  /** The smallest set of likeliest tokens that reaches this share; 1 (or left out) keeps all. */
  topP?: number;
  /** Divides the scores of tokens already there; 1 (or left out) is none. */
  repetitionPenalty?: number;
  /** A text ends before the first of these. */
  stop?: string[];
  /** Texts from one prompt; 1 where left out. */
  sequences?: number;
  seed: number;
}

/** How many comparisons the self-test has for a kernel on this adapter. */
export interface SelfTestKernel {
  name: string;
  comparisons: number;
}

/** Served by the Worker through comlink; also used directly in Node. */
export interface Lab {
  /** Opens the adapter; later states come as events. */
  open(): Promise<DeviceState>;
  subscribe(listener: (event: LabEvent) => void): Promise<void>;
  /** Memory and cost of a config, without allocating on the GPU. Throws LabErrorData-shaped errors. */
  /** Where nothing is said of the corpus, it is made and counted: for texts in the box. */
  plan(config: RunConfig, corpus?: CorpusFacts): Promise<RunPlan>;
  start(request: StartRequest): Promise<void>;
  pause(runId: string): Promise<void>;
  resume(runId: string): Promise<void>;
  /** Runs one training step while paused. */
  singleStep(runId: string): Promise<void>;
  stop(runId: string): Promise<void>;
  /** Text from the run's present weights; streamed as `sample` events and returned whole, one a sequence. */
  generate(request: GenerateRequest): Promise<string[]>;
  kernels(runId: string): Promise<KernelRow[]>;
  /** Times each kernel of the step; a training run stands still meanwhile and is otherwise unchanged. */
  profile(runId: string): Promise<KernelProfile>;
  /**
   * Measures again which variant of a matmul suits this adapter, for the shapes of this session's and
   * earlier runs; runs that start later use it. Some seconds.
   */
  retune(): Promise<TuningRow[]>;
  selfTestKernels(): Promise<SelfTestKernel[]>;
  /** Every fast variant of these kernels against the plain one, on this adapter. */
  selfTest(kernels: readonly string[], onRow: (row: SelfTestRow) => void): Promise<SelfTestReport>;
  /** The self-test ends after the case at hand; its report holds what was done. */
  stopSelfTest(): Promise<void>;
  /**
   * Makes compressed variants of the run's present model and compares them; what is known so far comes
   * after every piece of work. One at a time: another call, or a new run, stops the one before.
   */
  compare(
    request: CompareRequest,
    onUpdate: (update: CompareUpdate) => void,
  ): Promise<CompareResult>;
  /** The comparison ends after the piece at hand; its result holds what was done. */
  stopComparison(): Promise<void>;
  /**
   * A teacher, its student and the same student trained alone, over several seeds, and the taught one in
   * INT8. One at a time, as with comparisons.
   */
  distil(request: DistilRequest, onUpdate: (update: DistilUpdate) => void): Promise<DistilResult>;
  stopDistillation(): Promise<void>;
  /** Prunes a run's present model from 0 to 90 %, recovers some of it, and scans which matrix minds most. */
  sweep(request: SweepRequest, onUpdate: (update: SweepUpdate) => void): Promise<SweepResult>;
  stopSweep(): Promise<void>;
  /**
   * Fine-tunes a model in the ways asked for, once a seed; makes the base first where none is named.
   * A new run or another study stops it.
   */
  tune(request: TuneRequest, onUpdate: (update: TuneUpdate) => void): Promise<TuneResult>;
  /** Ends the run at hand and the study with it; its result holds what was done. */
  stopTuning(): Promise<void>;
  /** The page is hidden or shown again: what was measured meanwhile does not count. */
  tellHidden(isHidden: boolean): Promise<void>;
  /** What objectives and augmentations make of the text, before a run; needs no GPU. */
  exemplify(request: ExemplifyRequest): Promise<Exemplified>;
  /** Frees the run's GPU memory. */
  dispose(runId: string): Promise<void>;
}
