// What language models and classifiers do differently in a distillation: how they are asked, distilled,
// evaluated and timed.
import type { WeightScheme } from '../../../training/compress/compressedWeights';
import type { LanguageModel } from '../../../training/models/interfaces';
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
import type { Weights } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import type { DistillId, DistillMethod, DistillQuality, DistillRow } from '../../protocol/distill';
import type { TextFacts } from '../../protocol/studyText';
import type { StudyJob } from '../study';

export type DistillJob = StudyJob<'distill'>;

/** What students of a language model are and read. */
export interface DistillPlan {
  readonly config: SettledDistill;
  readonly student: ModelConfig;
  readonly model: LanguageModel;
  /** Where students start, if not at random. */
  readonly initial: Weights | null;
  readonly reading: {
    readonly tokens: Int32Array<ArrayBuffer>;
    readonly starts: Int32Array<ArrayBuffer>;
    readonly seqLen: number;
    /** Windows that all students together will read. */
    readonly reads: number;
  };
}

/** `Learned`: a model on the CPU; `Opened`: ready to run. */
export interface DistillWork<Learned, Opened> {
  /** Of the teacher. */
  readonly name: string;
  readonly steps: number;
  readonly text: TextFacts;
  readonly teacher: Learned;
  readonly student: ModelConfig;
  readonly config: SettledDistill;
  /** What students are distilled with is made; tells what they read. */
  ask(teacher: Opened): Promise<DistillMethod['reads']>;
  train(id: 'alone' | 'distilled', seed: number): Promise<Learned>;
  open(learned: Learned, isInt8: boolean): Promise<Opened>;
  /** On what is held out; fewer where it was stopped. */
  logits(opened: Opened): Promise<Float32Array[]>;
  /** `reference`: the teacher's logits. */
  quality(logits: readonly Float32Array[], reference: readonly Float32Array[]): DistillQuality;
  /** What is said of the first seed's beside its quality. */
  describe(opened: Opened): Promise<Pick<DistillRow, 'cost'> & Partial<DistillRow>>;
  /** Lets the user keep the first seed's. */
  keep(id: 'alone' | 'distilled', learned: Learned, quality: DistillQuality): void;
  /** How fast the teacher and the first seed's students are. */
  measure(opened: ReadonlyMap<DistillId, Opened>): Promise<void>;
}

/** What the distilled student becomes in the end. */
export const INT8: WeightScheme = { kind: 'int8', scales: 'channel', activations: 'float' };
