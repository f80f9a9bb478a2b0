// From general text to a writer of one domain: what the recipe is asked, and what it tells of each stage.
import type { Spread } from '../../training/evaluate/statistics';
import type { BaseRef } from '../../training/models/baseModel';
import type { DistillConfig } from '../../training/objectives/distillation/distillConfig';
import type { RunConfig } from '../../training/run/config';

/** In their order; `alone` is what `distilled` is held against. */
export type WriterStage = 'base' | 'finetuned' | 'alone' | 'distilled' | 'int8';

/** Mean held-out loss, in nats a token. */
export interface WriterLoss {
  readonly loss: number;
  readonly standardError: number;
}

export interface WriterSeed {
  readonly seed: number;
  readonly domain: WriterLoss;
  readonly general: WriterLoss;
}

export interface WriterRow {
  readonly id: WriterStage;
  /** Under which it can be exported and kept. */
  readonly modelId: string;
  /** Students have several; the others have one. */
  readonly seeds: readonly WriterSeed[];
  /** Of the first seed, like all that follows. */
  readonly parameters: number;
  /** Of model.safetensors. */
  readonly diskBytes: number;
  /** Tokens written a second. */
  readonly decode: Spread | null;
  /** What the stage took with all its seeds: training, or packing; 0 for a model that was there. */
  readonly elapsedMs: number;
  /** What is written behind the prompt. */
  readonly texts: readonly string[];
}

export interface WriterMethod {
  readonly adapter: string;
  readonly baseName: string;
  readonly model: string;
  readonly student: string;
  readonly general: string;
  readonly domain: string;
  readonly steps: { readonly base: number; readonly finetuned: number; readonly student: number };
  /** Tokens of the domain's text that students read. */
  readonly studentTokens: number;
  readonly temperature: number;
  readonly alpha: number;
  readonly windows: number;
  readonly windowTokens: number;
  readonly startedAt: string;
}

export interface WriterResult {
  readonly prompt: string;
  /** Null while the base is trained or opened. */
  readonly method: WriterMethod | null;
  readonly rows: readonly WriterRow[];
}

export type WriterPhase = 'base' | 'finetune' | 'asking' | 'students' | 'int8' | 'speed';

export interface WriterPiece {
  readonly id: WriterStage;
  readonly seed: number;
}

export interface WriterRequest {
  /** Trained first, from `general`, where left out. */
  readonly base?: BaseRef | undefined;
  /** Its text is what must not be forgotten. */
  readonly general: RunConfig;
  /** Fine-tunes the base. */
  readonly domain: RunConfig;
  readonly distill: DistillConfig;
  readonly prompt: string;
  /** `num_return_sequences` and `max_length`: tokens with those of the prompt. */
  readonly sequences: number;
  readonly maxLength: number;
  /** Measured rounds at least; 10 where left out. */
  readonly minRounds?: number | undefined;
}
