// Models that come with the lab, as the page sees them: public/models/index.json has what was measured of
// them, src/experiments/ready the words.
import type { ReadyExperiment } from '../../experiments/ready/readyExperiment';
import type { HeadScore } from '../../training/inspect/inductionScore';
import type { BaseRef } from '../../training/models/baseModel';
import type { DeviceKind } from './device';
import type { LoadedModel } from './models';

/** The weights of an earlier step. */
export interface ReadyCheckpoint {
  readonly step: number;
  readonly base: BaseRef;
  readonly loss: number;
  readonly accuracy?: number;
}

/** As measured when it was made; losses are those of its files, as they are loaded. */
export interface ReadyMeasures {
  /** Held out, in nats a token, with the standard error of that mean. */
  readonly loss: number;
  readonly lossError: number;
  /** The entropy of the grammar that made its text; null where it is not known. */
  readonly floor: number | null;
  /** Share of held-out examples that are right, of a classifier or a task. */
  readonly accuracy?: number;
  /** Share of held-out prompts whose answer is the right one, word by word. */
  readonly exactMatch?: number;
  /** The head that looks most from the end of a recall prompt to its answer. */
  readonly induction?: HeadScore;
  /** What it says to its first prompt: greedily, or which class. */
  readonly shown: string;
  readonly seed: number;
  readonly steps: number;
  /** Trains it again. */
  readonly command: string;
  /** As in 2026-11-30. */
  readonly date: string;
  readonly engine: { readonly kind: DeviceKind; readonly name: string };
  readonly seconds: number;
  readonly checkpoints?: readonly ReadyCheckpoint[];
}

type ReadyWords = Pick<
  ReadyExperiment,
  'kind' | 'title' | 'about' | 'limits' | 'licence' | 'prompts'
>;

export interface ReadyCard extends ReadyMeasures, ReadyWords {}

export interface ReadyModel extends LoadedModel {
  readonly card: ReadyCard;
}

/** A model of index.json. */
export interface ReadyEntry extends LoadedModel {
  readonly measures: ReadyMeasures;
  /** Of its folder, with a hash of them all: a browser keeps them under that. */
  readonly files: readonly string[];
  readonly hash: string;
}

export interface ReadyIndex {
  readonly models: readonly ReadyEntry[];
}
