// Longer work on whole models. Every study is started, followed, stopped and collected in one way.
import type { BaseRef } from '../../training/models/baseModel';
import type { CompareRequest, CompareResult, ComparePhase } from './compare';
import type { DistillPiece, DistillRequest, DistillResult, DistillPhase } from './distill';
import type { FinetunePiece, FinetuneRequest, FinetuneResult, FinetunePhase } from './finetune';
import type { WriterPhase, WriterPiece, WriterRequest, WriterResult } from './writer';
import type { PruningRequest, PruningResult, PruningPhase } from './pruning';
import type { Named } from './variant';

/** `phase`: what it goes through, in order. `piece`: what is worked on within one. */
export interface Studies {
  /** Makes compressed variants of a model and compares them. */
  compare: {
    request: CompareRequest;
    phase: ComparePhase;
    piece: Named;
    result: CompareResult;
  };
  /** Prunes a run's present model from 0 to 90 %, recovers some of it, and scans the layer sensitivity. */
  pruning: {
    request: PruningRequest;
    phase: PruningPhase;
    piece: never;
    result: PruningResult;
  };
  /** A teacher, its student and the same student trained alone, over several seeds. */
  distill: {
    request: DistillRequest;
    phase: DistillPhase;
    piece: DistillPiece;
    result: DistillResult;
  };
  /** Fine-tunes a model in the ways asked for, once a seed; makes the base first where none is named. */
  finetune: {
    request: FinetuneRequest;
    phase: FinetunePhase;
    piece: FinetunePiece;
    result: FinetuneResult;
  };
  /** From a general base over a fine-tuned model and its students to INT8: the same figures of each. */
  writer: {
    request: WriterRequest;
    phase: WriterPhase;
    piece: WriterPiece;
    result: WriterResult;
  };
}

export type StudyKind = keyof Studies;

export interface StudyProgress<Kind extends StudyKind = StudyKind> {
  readonly phase: Studies[Kind]['phase'] | 'done' | 'stopped';
  readonly piece: Studies[Kind]['piece'] | null;
  /** Of the whole, 0 to 1. */
  readonly share: number;
  readonly elapsedMs: number;
  /** Infinite until something is done. */
  readonly remainingMs: number;
}

/** `result`: what is known so far. */
export interface StudyUpdate<Kind extends StudyKind = StudyKind> {
  readonly progress: StudyProgress<Kind>;
  readonly result: Studies[Kind]['result'];
  /** The model that it is about; left out where that is made first. */
  readonly subject?: BaseRef | undefined;
}
