// What a comparison gives: plain data that crosses the Worker, is kept, and becomes a report.
import type { AdapterFacts } from '../gpu/device';
import type { MemoryKind } from '../gpu/dispatch';
import type { QualityFigures } from '../training/evaluate/quality';
import type { SpeedFigures, SpeedSample } from '../training/evaluate/speed';
import type { LayerTimes } from '../training/inspect/layerTimes';
import type { LabErrorData } from './protocol';
import type { SuiteFacts, SuiteFigures, SuiteRequest } from './suites';
import type { Honesty, Stage, VariantSpecInput } from './variantSpec';

export type { QualityFigures } from '../training/evaluate/quality';
export type { SpeedFigures } from '../training/evaluate/speed';

export interface CostFigures {
  readonly parameters: number;
  readonly diskBytes: number;
  /** Of weights, caches and programs for writing one text, from the ledger of allocations. */
  readonly gpu: Readonly<Partial<Record<MemoryKind, number>>>;
  readonly gpuBytes: number;
  readonly weightBytes: number;
  /** Of the layers alone, which are what is compressed. */
  readonly layerBytes: number;
  /** Of one decoding step. */
  readonly flopsPerToken: number;
  readonly bytesPerToken: number;
}

/** One place of held-out text, with the tokens as text. */
export interface PlaceText {
  readonly token: string;
  readonly top: string;
  readonly referenceTop: string;
  readonly probability: number;
  readonly referenceProbability: number;
  readonly kl: number;
}

/** Of one decoding step, and of reading a prompt where the model keeps a cache. */
export interface LayerFigures {
  readonly decode: LayerTimes;
  readonly prefill: LayerTimes | null;
}

export interface VariantRow {
  readonly id: string;
  readonly stages: readonly Stage[];
  readonly honesty: Honesty;
  /** Training steps after the change; 0 for none. */
  readonly recoverySteps: number;
  readonly quality: QualityFigures | null;
  readonly cost: CostFigures | null;
  readonly speed: SpeedFigures | null;
  /** GPU time of one decoding step by timestamps; null where the adapter has none. */
  readonly gpuStepMs: number | null;
  /** By layer; measured last. */
  readonly layers: LayerFigures | null;
  /** Of the suites that were asked, in the method's order. */
  readonly suites: readonly SuiteFigures[];
  readonly text: string | null;
  /** The beginning of the held-out text. */
  readonly places: readonly PlaceText[];
  readonly error: LabErrorData | null;
}

export interface CompareMethod {
  readonly adapter: AdapterFacts;
  readonly runName: string;
  readonly model: string;
  readonly trainedSteps: number;
  readonly seed: number;
  readonly windows: number;
  readonly windowTokens: number;
  readonly bytesPerToken: number;
  readonly promptTokens: number;
  readonly singleTokens: number;
  readonly burstTokens: number;
  readonly prompt: string;
  readonly temperature: number;
  readonly startedAt: string;
  readonly suites: readonly SuiteFacts[];
}

export interface CompareResult {
  readonly method: CompareMethod;
  readonly rows: readonly VariantRow[];
  /** Every sample in the order in which it was taken. */
  readonly samples: readonly SpeedSample[];
  /** Share of the rounds that was spent around the measured parts; null before the first round. */
  readonly harnessShare: number | null;
}

export type CompareStage = 'variants' | 'speed' | 'done' | 'stopped';

export interface CompareUpdate {
  readonly stage: CompareStage;
  /** What is being worked on. */
  readonly variant: readonly Stage[] | null;
  /** 0 to 1. */
  readonly share: number;
  readonly elapsedMs: number;
  readonly remainingMs: number;
  readonly result: CompareResult;
}

export interface CompareRequest {
  readonly runId: string;
  /** What is lined up, the reference first; the usual ones where left out. */
  readonly variants?: readonly VariantSpecInput[];
  /** Steps of recovery training; a tenth of the run's where left out. */
  readonly recoverySteps?: number;
  /** Measured rounds at least; 10 where left out. */
  readonly minRounds?: number;
  /** The suites that ask about the run's text where left out. */
  readonly suites?: readonly SuiteRequest[];
}
