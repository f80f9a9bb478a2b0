// What the page and the engine say to each other. Plain data only: it crosses a Worker.
import type { SamplingRequest } from '../../training/generate/writeText';
import type { RunConfig } from '../../training/run/config';
import type { ContentId } from '../../training/run/finetuningConfig';
import type { UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import type { LrRangeTest } from '../../training/run/lrRangeTest';
import type { WeightAtStep } from '../../training/inspect/weightMap';
import type { SelfTestReport, SelfTestRow } from '../../training/inspect/selfTest';
import type { AutotuneRow } from '../../gpu/autotune';
import type { Checkpoint } from '../../training/io/checkpoint';
import type { DeviceChoice, DeviceState } from './device';
import type { Exemplified, ExemplifyRequest, OwnExamples } from './examples';
import type { Studies, StudyKind, StudyUpdate } from './study';
import type { CorpusFacts, SuppliedText } from './text';
import type { RunPlan, KernelRow, KernelProfile, KernelSource, RunEvent, RunHistory } from './run';

export type { AutotuneRow } from '../../gpu/autotune';
export type { AdapterFacts } from '../../gpu/compute';
export type { SelfTestReport, SelfTestRow } from '../../training/inspect/selfTest';

export type LabEvent = { type: 'device'; device: DeviceState } | { type: 'run'; event: RunEvent };

export interface StartRequest {
  runId: string;
  config: RunConfig;
  text?: SuppliedText | undefined;
  /** In place of `text` where the general text is to be read. */
  generalText?: SuppliedText | undefined;
  examples?: OwnExamples;
  /** Let a half-second probe choose width, depth and batch for this adapter. */
  autoSize: boolean;
  /** Finds a learning rate: only these steps, while the rate climbs; `dispose` throws the model away. */
  rangeTest?: LrRangeTest;
  /** Ends the run after so many steps, whatever the probe chooses. */
  maxSteps?: number;
  /** Where the page shows it. */
  experimentId?: string;
  /** Takes the sizes and the tokenizer of its base, not what that has learned. */
  isFresh?: boolean;
  /** A saved run goes on from here. */
  from?: Omit<Checkpoint, 'config'>;
  /** With its curves and samples until then. */
  history?: RunHistory;
  /** Stands still before its first step. */
  startsPaused?: boolean;
}

/** A run with its text, before it starts. */
export interface TextRequest {
  config: RunConfig;
  text?: SuppliedText | undefined;
}

export interface GenerateRequest extends Omit<SamplingRequest, 'endIds'> {
  readonly runId: string;
}

/** How many comparisons the self-test has for a kernel on this adapter. */
export interface SelfTestKernel {
  name: string;
  comparisons: number;
}

/** Served by the Worker through comlink; also used directly in Node. */
export interface Lab {
  /** Opens a device, another one where the choice has changed; later states come as events. */
  open(choice?: DeviceChoice): Promise<DeviceState>;
  subscribe(listener: (event: LabEvent) => void): Promise<void>;
  /**
   * Memory and cost of a config, without allocating on the GPU. Throws LabErrorData-shaped errors. Where
   * nothing is said of the corpus, it is made and counted: for built-in corpora.
   */
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
  /** @throws BenchtopError unknown_kernel */
  kernelSource(runId: string, index: number): Promise<KernelSource>;
  /** Times each kernel of the step; a training run stands still meanwhile and is otherwise unchanged. */
  profile(runId: string): Promise<KernelProfile>;
  /**
   * A weight as it is now, drawn as a matrix; null while the run is prepared. It is read between two steps, and changes
   * nothing.
   * @throws BenchtopError unknown_parameter
   */
  weight(runId: string, name: string): Promise<WeightAtStep | null>;
  /**
   * Measures again which variant of a matmul suits this adapter, for the shapes of this session's and
   * earlier runs; runs that start later use it. Some seconds.
   */
  autotuneAgain(): Promise<AutotuneRow[]>;
  selfTestKernels(): Promise<SelfTestKernel[]>;
  /** Every fast variant of these kernels against the plain one, on this adapter. */
  selfTest(kernels: readonly string[], onRow: (row: SelfTestRow) => void): Promise<SelfTestReport>;
  /** The self-test ends after the case at hand; its report holds what was done. */
  stopSelfTest(): Promise<void>;
  /**
   * Runs a study; what is known so far comes after every piece of work. One at a time, as studies measure
   * and need the memory: a new one begins when those before have ended.
   */
  runStudy<Kind extends StudyKind>(
    kind: Kind,
    request: Studies[Kind]['request'],
    onUpdate: (update: StudyUpdate<Kind>) => void,
  ): Promise<Studies[Kind]['result']>;
  /** It ends after the piece at hand; its result holds what was done. */
  stopStudy(kind: StudyKind): Promise<void>;
  /** The page is hidden or shown again: what was measured meanwhile does not count. */
  tellHidden(isHidden: boolean): Promise<void>;
  /** What objectives and augmentations make of the text, before a run; needs no GPU. */
  exemplify(request: ExemplifyRequest): Promise<Exemplified>;
  /** Whether a text or a set of the user's own is here, for a model that was trained on it. */
  hasContent(content: ContentId): Promise<boolean>;
  /** What of a run's texts its base has no token for. */
  unknownCharacters(request: TextRequest): Promise<UnknownFacts>;
  /** Frees the run's GPU memory. */
  dispose(runId: string): Promise<void>;
}
