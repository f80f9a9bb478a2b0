// A fine-tuning study goes on whatever page is on the screen; what it has found stays when it ends.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TuneMethod } from '../../experiments/tune';
import { TRAINING_ARGUMENTS } from '../../experiments/tune';
import { toErrorData } from '../../host/labError';
import type { LabErrorData } from '../../host/protocol';
import type { SourceFacts } from '../../host/textsData';
import type { TuneUpdate } from '../../host/tuneResult';
import type { ExampleMapping } from '../../training/data/exampleColumns';
import type { FoundExamples } from '../../training/data/exampleRows';
import type { BaseRef } from '../../training/models/baseModel';
import type { Bench } from '../stores/bench';
import { pauseForStudy } from '../stores/runActions';
import { tuneRequest } from './tuneRequest';

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

export function changeTuning({ tune }: Bench, changed: Partial<TuneChoices>): void {
  tune.setState(({ choices }) => ({ choices: { ...choices, ...changed } }));
}

/** Software adapters get the small model. */
export const sizeOf = ({ device }: Bench): 'small' | 'large' => {
  const { device: state } = device.getState();
  return state.status === 'ready' && !state.adapter.software ? 'large' : 'small';
};

export async function startTuning(bench: Bench): Promise<void> {
  const { lab, tune } = bench;
  const { choices, brought, state } = tune.getState();
  if (state === 'running') return;
  tune.setState({ state: 'running', update: null, error: null });
  try {
    await pauseForStudy(bench);
    const request = tuneRequest(choices, sizeOf(bench), brought?.found);
    await lab.tune(request, (update) => tune.setState({ update }));
    const stage = tune.getState().update?.stage;
    tune.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    tune.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

export async function stopTuning({ lab, notices }: Bench): Promise<void> {
  try {
    await lab.stopTuning();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}

/** Reads the examples of the open source again, by other columns. */
export async function mapExamples(
  { lab, tune }: Bench,
  source: SourceFacts,
  mapping: ExampleMapping,
): Promise<void> {
  const { sourceId, reading } = source;
  const now: Brought = { source, mapping, found: null, error: null };
  tune.setState({ brought: now });
  const show = (changed: Partial<Brought>): void => {
    if (tune.getState().brought === now) tune.setState({ brought: { ...now, ...changed } });
  };
  try {
    show({ found: await lab.examplesOf(sourceId, reading, mapping) });
  } catch (thrown) {
    show({ error: toErrorData(thrown) });
  }
}
