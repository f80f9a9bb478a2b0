// What a run is planned to take and what it tells. Plain data only: it crosses a Worker.
import type { AnswerScores, WrittenAnswer } from '../../training/evaluate/answerScores';
import type { KernelRole } from '../../training/inspect/kernelRoles';
import type { ComponentCost } from '../../training/models/cost';
import type { RunConfig } from '../../training/run/config';
import type { ObjectiveExample } from '../../training/objectives/examples';
import type { HeldOut } from '../../training/objectives/heldOut';
import type { MemoryKind } from '../../gpu/dispatch';
import type { Example } from '../../training/data/examples/examples';
import type { LabErrorData } from './error';

export type MemoryBreakdown = Record<MemoryKind, number>;

/** Exact bytes of a run before anything is allocated, and what else is known beforehand. */
export interface RunPlan {
  parameters: number;
  /** What the model has besides and nothing changes. */
  frozenParameters?: number;
  /** In the order in which data flows; they add up to the plan. */
  parts: ComponentCost[];
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

export interface EvalPoint extends Omit<HeldOut, 'loss'> {
  step: number;
  validationLoss: number;
  /** Of a run that learns answers, at its end: those that it writes to held-out prompts. */
  answers?: AnswerScores & { readonly shown: readonly WrittenAnswer[] };
  /** The same for each of several sets, by the name of its objective. */
  answersOf?: Record<string, NonNullable<EvalPoint['answers']>>;
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

/** The curves and samples of a run so far. */
export interface RunHistory {
  readonly points: readonly StepPoint[];
  readonly evals: readonly EvalPoint[];
  readonly samples: readonly SamplePoint[];
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
export interface KernelRow extends KernelRole {
  label: string;
  shader: string;
  grid: readonly [number, number, number];
  flops: number;
  bytes: number;
  elapsedMs: number | null;
}

/** The program of one dispatch, exactly as it is compiled. */
export interface KernelSource {
  wgsl: string;
  entry: string;
  overrides: Readonly<Record<string, number>>;
}

export interface KernelProfile {
  /** `wall_clock` where the adapter has no timestamps: each kernel alone, with the way to it and back. */
  method: 'timestamps' | 'wall_clock';
  rows: KernelRow[];
}

export type RunEvent = { runId: string } & (
  | {
      /** Before anything else, of a run that the page shows. */
      type: 'opened';
      experimentId: string;
      config: RunConfig;
      isRangeTest: boolean;
      /** Of a saved one. */
      history?: RunHistory;
      step: number;
    }
  | { type: 'state'; state: RunState; error?: LabErrorData }
  | {
      type: 'preparing';
      phase: 'corpus' | 'tokenizer' | 'compile' | 'probe';
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
