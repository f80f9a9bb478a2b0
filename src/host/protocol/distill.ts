// What a distillation gives: plain data that crosses the Worker and becomes a table and a report.
import type { AnswerScores } from '../../training/evaluate/answerScores';
import type { BaseRef } from '../../training/models/baseModel';
import type {
  DistillConfig,
  SettledDistill,
} from '../../training/objectives/distillation/distillConfig';
import type { HeldOut } from '../../training/objectives/heldOut';
import type { RunConfig } from '../../training/run/config';
import type { CostFigures, QualityFigures, SpeedFigures } from './compare';
import type { LabErrorData } from './error';
import type { ExampleRates } from './examples';
import type { ChosenText, TextFacts } from './studyText';
import type { Honesty } from './variant';

export type DistillId = 'teacher' | 'alone' | 'distilled' | 'distilled_int8';

/** KL and agreement are with the teacher. */
export type DistillQuality = Pick<QualityFigures, 'loss' | 'standardError' | 'kl' | 'sameTop'> &
  /** Of classifiers. */
  Pick<HeldOut, 'accuracy' | 'accuracyError' | 'examples'> & {
    /** Of masked tokens, corrupted spans and answers: share of their tokens that are right. */
    readonly positionsRight?: number | undefined;
    /** Where answers are written. */
    readonly answers?: AnswerScores | undefined;
  };

/** How one student came out; all are evaluated on the same held-out windows or examples. */
export interface SeedQuality {
  readonly seed: number;
  readonly quality: DistillQuality;
}

export interface DistillRow {
  readonly id: DistillId;
  readonly honesty: Honesty;
  /** One a seed; the teacher has one. */
  readonly seeds: readonly SeedQuality[];
  /** Of the first seed, like its speed and its text. */
  readonly cost: Pick<CostFigures, 'parameters' | 'weightBytes' | 'diskBytes'> | null;
  /** Of a language model. */
  readonly speed: SpeedFigures | null;
  readonly rates: ExampleRates | null;
  readonly text: string | null;
  readonly error: LabErrorData | null;
}

/** Held-out loss while it learns. */
export interface DistillCurve {
  readonly id: 'teacher' | 'alone' | 'distilled';
  readonly seed: number;
  readonly points: readonly { readonly step: number; readonly loss: number }[];
}

interface TextReads {
  readonly kind: 'text';
  /** Tokens of text that students read; windows cut from them. */
  readonly tokens: number;
  readonly windows: number;
  /** The teacher was asked once for every window, not in every step. */
  readonly readyLogits: boolean;
  readonly heldOutWindows: number;
  readonly windowTokens: number;
  readonly bytesPerToken: number;
}

interface ExampleReads {
  readonly kind: 'examples';
  readonly labels: readonly string[];
  readonly labeled: number;
  /** Of the distilled student alone. */
  readonly unlabeled: number;
  readonly heldOut: number;
}

interface ObjectiveReads {
  readonly kind: 'objective';
  /** By which they learn and are evaluated. */
  readonly objective: string;
  /** Of an epoch. */
  readonly examples: number;
  readonly heldOut: number;
  /** Predicted in one held-out example, about. */
  readonly positions: number;
}

export interface DistillMethod {
  readonly adapter: string;
  readonly teacherName: string;
  readonly teacherModel: string;
  readonly teacherSteps: number;
  readonly text: TextFacts;
  readonly studentModel: string;
  readonly config: SettledDistill;
  readonly reads: TextReads | ExampleReads | ObjectiveReads;
  readonly startedAt: string;
}

export interface DistillResult {
  /** Null while the teacher is being trained or opened. */
  readonly method: DistillMethod | null;
  readonly rows: readonly DistillRow[];
  readonly curves: readonly DistillCurve[];
}

export type DistillPhase = 'teacher' | 'writing' | 'asking' | 'students' | 'int8' | 'speed';

export interface DistillPiece {
  readonly id: DistillId;
  readonly seed: number;
}

export interface DistillRequest {
  /** Trained first, from `teacherRun`, where left out. */
  readonly teacher?: BaseRef;
  /** What trains a teacher. Where it classifies, so do students. */
  readonly teacherRun: RunConfig;
  /** What students read: the teacher's own text or examples where left out. */
  readonly text?: ChosenText | undefined;
  /** What a classifier that is trained first starts from. */
  readonly pretrain?: RunConfig;
  /** Let a probe choose the teacher's size for this adapter. */
  readonly autoSize: boolean;
  readonly distill: DistillConfig;
  /** Measured rounds at least; 10 where left out. */
  readonly minRounds?: number;
}
