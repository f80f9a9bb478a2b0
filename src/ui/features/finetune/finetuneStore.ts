// A fine-tuning study goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { TRAINING_ARGUMENTS, type FinetuneMethod } from '../../../experiments/finetune';
import type { LabErrorData } from '../../../host/protocol/error';
import type { SourceFacts } from '../../../host/data/dataShelf';
import type { FinetuneUpdate } from '../../../host/protocol/finetune';
import type { ExampleMapping } from '../../../training/data/exampleColumns';
import type { FoundExamples } from '../../../training/data/exampleRows';
import type { BaseRef } from '../../../training/models/baseModel';

export type FinetunedMethod = Exclude<FinetuneMethod, 'scratch'>;

/** One; all ways with three seeds; a few examples of each class with five. */
export type FinetuneRuns = 'one' | 'compare' | 'few';

/** Examples that the visitor imported, by the columns that were chosen. */
export interface Imported {
  readonly source: SourceFacts;
  readonly mapping: ExampleMapping;
  readonly found: FoundExamples | null;
  readonly error: LabErrorData | null;
}

export interface FinetuneChoices {
  /** Null: a small one is made first. */
  readonly base: BaseRef | null;
  readonly set: string;
  readonly train: number;
  readonly method: FinetunedMethod;
  readonly blocks: number;
  readonly r: number;
  readonly lora_alpha: number;
  readonly lora_dropout: number;
  /** Null: the usual one of the method. */
  readonly rate: number | null;
  readonly runs: FinetuneRuns;
  /** Of each class, where they are few. */
  readonly shots: number;
  /** TrainingArguments as they were typed. */
  readonly json: string;
}

export interface FinetuneState {
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  readonly choices: FinetuneChoices;
  readonly imported: Imported | null;
  readonly update: FinetuneUpdate | null;
  readonly error: LabErrorData | null;
}

export type FinetuneStore = StoreApi<FinetuneState>;

const TUNE_DEFAULTS: FinetuneChoices = {
  base: null,
  set: 'reviews',
  train: 256,
  method: 'full',
  blocks: 1,
  r: 4,
  lora_alpha: 8,
  lora_dropout: 0,
  rate: null,
  runs: 'one',
  shots: 8,
  json: TRAINING_ARGUMENTS,
};

export const createFinetuneStore = (): FinetuneStore =>
  createStore<FinetuneState>(() => ({
    state: 'idle',
    choices: TUNE_DEFAULTS,
    imported: null,
    update: null,
    error: null,
  }));
