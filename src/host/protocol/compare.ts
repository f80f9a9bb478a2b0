// What a comparison gives: plain data that crosses the Worker, is kept, and becomes a report.
import type { AdapterFacts } from '../../gpu/compute';
import type { MemoryKind } from '../../gpu/dispatch';
import type { AnswerScores } from '../../training/evaluate/answerScores';
import type { QualityFigures } from '../../training/evaluate/quality';
import type { SpeedFigures, SpeedSample } from '../../training/evaluate/speed';
import type { LayerTimes } from '../../training/inspect/layerTimes';
import type { Spread } from '../../training/evaluate/statistics';
import type { BaseRef } from '../../training/models/baseModel';
import type { DeviceKind } from './device';
import type { LabErrorData } from './error';
import type { ExampleRates } from './examples';
import type { StudyModel, TextFacts } from './studyText';
import type { EvalTaskFacts, EvalTaskFigures, EvalTaskRequest } from './evalTask';
import type { Honesty, Named, Stage, VariantSpecInput } from './variant';

export type { QualityFigures } from '../../training/evaluate/quality';
export type { SpeedFigures } from '../../training/evaluate/speed';

export interface CostFigures {
  readonly parameters: number;
  readonly diskBytes: number;
  /** Of weights, caches and programs for writing one text or reading examples, from its device's ledger of allocations. */
  readonly memory: Readonly<Partial<Record<MemoryKind, number>>>;
  readonly memoryBytes: number;
  readonly weightBytes: number;
  /** Of the layers alone, which are what is compressed. */
  readonly layerBytes: number;
  /** Of one decoding step; null of models that are read example by example. */
  readonly flopsPerToken: number | null;
  readonly bytesPerToken: number | null;
  /** Of such a model, one example alone. */
  readonly flopsPerExample?: number;
  readonly bytesPerExample?: number;
}

/** One place of held-out text, with the tokens as text. */
export interface PositionText {
  readonly token: string;
  readonly top: string;
  readonly referenceTop: string;
  readonly probability: number;
  readonly referenceProbability: number;
  readonly kl: number;
}

/** Of one decoding step, or of one example, and of reading a prompt where the model keeps a cache. */
export interface LayerFigures {
  readonly decode: LayerTimes;
  readonly prefill: LayerTimes | null;
}

/** What is right of held-out examples. */
export interface TaskFigures {
  /** Share of the predicted positions: classes, masked tokens, tokens of an answer. */
  readonly accuracy: number;
  /** Over examples: places of one are not independent. */
  readonly accuracyError: number;
  readonly positions: number;
  /** Of a classifier. */
  readonly macroF1: number | null;
  /** Where none are written: share of answers of which every token is right, behind the right ones before it. */
  readonly exact: number | null;
  readonly exactError: number | null;
  /** Answers that it writes behind held-out prompts. */
  readonly answers: AnswerScores | null;
}

/** What can be said of a model whatever its tokens are. */
export type ByteFigures = Pick<QualityFigures, 'bitsPerByte' | 'bitsPerByteError'>;

/** Several texts written side by side: tokens a second of all together. */
export interface BatchFigures {
  readonly texts: number;
  readonly decode: Spread;
}

export interface VariantRow extends Named {
  readonly id: string;
  readonly stages: readonly Stage[];
  /** Where it ran. */
  readonly device: DeviceKind;
  readonly model: string | null;
  readonly honesty: Honesty;
  /** Training steps after the change; 0 for none. */
  readonly recoverySteps: number;
  /** Null too where the reference's tokens are others: then only bytes can be counted. */
  readonly quality: QualityFigures | null;
  readonly bytes: ByteFigures | null;
  /** Of models that are compared by their own objective. */
  readonly task: TaskFigures | null;
  readonly cost: CostFigures | null;
  readonly speed: SpeedFigures | null;
  /** Of such models. */
  readonly rates: ExampleRates | null;
  /** By rising number of texts; empty where that was not asked for. */
  readonly batches: readonly BatchFigures[];
  /** From weights in JavaScript to ready to write, once. */
  readonly loadMs: number | null;
  /** Least time that a token or an example could take on its device, and the share of its real time. */
  readonly roofline: RooflineFigures | null;
  /** A token's or an example's on the GPU, estimated from the board's power; null where nobody gave it. */
  readonly joules: number | null;
  /** GPU time of one decoding step, or one example, by timestamps; null where the adapter has none. */
  readonly gpuStepMs: number | null;
  /** By layer; measured last. */
  readonly layers: LayerFigures | null;
  /** It was trained on another split of the text: its figures may be too good. */
  readonly hasReadText: boolean;
  /** Of the evaluation tasks that were asked, in the method's order. */
  readonly evalTasks: readonly EvalTaskFigures[];
  readonly text: string | null;
  /** The beginning of the held-out text. */
  readonly positions: readonly PositionText[];
  readonly error: LabErrorData | null;
}

export interface RooflineFigures {
  readonly boundBy: 'arithmetic' | 'memory';
  readonly share: number;
}

/** Measured on a device, shortly before. */
export interface Ceilings {
  readonly gflops: number;
  readonly gigabytesPerSecond: number;
}

/** A device that variants ran on. */
export interface ComparedDevice {
  readonly kind: DeviceKind;
  readonly adapter: AdapterFacts;
  readonly ceilings: Ceilings | null;
}

/** The objective by which models other than language models on a text are compared. */
export interface ObjectiveMethod {
  /** As in a run's config: classify, masked_lm, … */
  readonly kind: string;
  /** Null of predictions over the vocabulary. */
  readonly classes: number | null;
  /** Predicted in each example. */
  readonly positions: number;
  /** Examples that are timed together, beside one alone. */
  readonly atOnce: number;
}

export interface CompareMethod {
  /** The lab's own first. */
  readonly devices: readonly ComparedDevice[];
  readonly runName: string;
  readonly model: string;
  readonly trainedSteps: number;
  /** On which all are evaluated. */
  readonly text: TextFacts;
  readonly seed: number;
  /** Left out where next tokens of a text are predicted. */
  readonly objective?: ObjectiveMethod | undefined;
  /** Windows of text, or examples. */
  readonly windows: number;
  readonly windowTokens: number;
  /** Among which each prediction chooses: tokens or classes; absent of comparisons of earlier versions. */
  readonly choices?: number | undefined;
  readonly bytesPerToken: number;
  readonly promptTokens: number;
  readonly singleTokens: number;
  readonly burstTokens: number;
  /** Batch sizes; empty where that was not asked for. */
  readonly texts: readonly number[];
  /** Of the board, as the user gave it: what energy is reckoned with. */
  readonly watts: number | null;
  readonly prompt: string;
  readonly temperature: number;
  readonly startedAt: string;
  readonly evalTasks: readonly EvalTaskFacts[];
}

export interface CompareResult {
  readonly method: CompareMethod;
  readonly rows: readonly VariantRow[];
  /** Every sample in the order in which it was taken. */
  readonly samples: readonly SpeedSample[];
  /** Share of the rounds that was spent around the measured parts; null before the first round. */
  readonly harnessShare: number | null;
}

export type ComparePhase = 'variants' | 'speed' | 'together';

/** `model`: the comparison's own, which decides the text where none is chosen. */
export interface CompareRequest extends StudyModel {
  /** What is lined up, the reference first; the usual ones where left out. */
  readonly variants?: readonly VariantSpecInput[];
  /** Other models that are lined up too, as they are. */
  readonly others?: readonly BaseRef[];
  /** Steps of recovery training; a tenth of the run's where left out. */
  readonly recoverySteps?: number;
  /** Measured rounds at least; 10 where left out. */
  readonly minRounds?: number;
  /** The evaluation tasks that ask about the run's text where left out. */
  readonly evalTasks?: readonly EvalTaskRequest[];
  /** Batch sizes that are timed too; 2, 4 and 8 on a GPU, none on a CPU emulating one. */
  readonly texts?: readonly number[];
  /** Power of the board. */
  readonly watts?: number;
}
