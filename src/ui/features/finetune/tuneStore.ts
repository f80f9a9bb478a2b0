// A fine-tuning study goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { TRAINING_ARGUMENTS, type TuneMethod } from '../../../experiments/tune';
import type { LabErrorData } from '../../../host/protocol/error';
import type { SourceFacts } from '../../../host/data/dataShelf';
import type { TuneUpdate } from '../../../host/protocol/finetune';
import type { ExampleMapping } from '../../../training/data/exampleColumns';
import type { FoundExamples } from '../../../training/data/exampleRows';
import type { BaseRef } from '../../../training/models/baseModel';

export type TunedMethod = Exclude<TuneMethod, 'scratch'>;

/** One; all ways with three seeds; a few examples of each class with five. */
export type TuneRuns = 'one' | 'compare' | 'few';

/** Examples that the visitor brought, by the columns that were chosen. */
export interface Brought {
  readonly source: SourceFacts;
  readonly mapping: ExampleMapping;
  readonly found: FoundExamples | null;
  readonly error: LabErrorData | null;
}

export interface TuneChoices {
  /** Null: a small one is made first. */
  readonly base: BaseRef | null;
  readonly set: string;
  readonly train: number;
  readonly method: TunedMethod;
  readonly blocks: number;
  readonly r: number;
  readonly lora_alpha: number;
  readonly lora_dropout: number;
  /** Null: the usual one of the method. */
  readonly rate: number | null;
  readonly runs: TuneRuns;
  /** Of each class, where they are few. */
  readonly shots: number;
  /** TrainingArguments as they were typed. */
  readonly json: string;
}

export interface TuneState {
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  readonly choices: TuneChoices;
  readonly brought: Brought | null;
  readonly update: TuneUpdate | null;
  readonly error: LabErrorData | null;
}

export type TuneStore = StoreApi<TuneState>;

const TUNE_DEFAULTS: TuneChoices = {
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

export const createTuneStore = (): TuneStore =>
  createStore<TuneState>(() => ({
    state: 'idle',
    choices: TUNE_DEFAULTS,
    brought: null,
    update: null,
    error: null,
  }));
