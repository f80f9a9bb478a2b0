// A model that something starts from or is held against: fine-tuning, distillation, comparison.
import type { StoredWeights } from '../compress/packedValues';
import type { ClassifierFacts } from '../nn/classifier';
import type { DataConfig, ModelConfig } from '../run/config';
import type { Provenance } from '../run/provenance';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { SpecialIds } from './specialIds';

/** Where such a model is: a run alive in this lab, a saved run, a model that was imported, or one that comes with the lab. */
export type BaseRef =
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'loaded'; readonly id: string }
  | { readonly kind: 'ready'; readonly id: string };

/** One that lies in files. */
export type StoredRef = Extract<BaseRef, { kind: 'loaded' | 'ready' }>;

/** One text a model. */
export const baseKey = (base: BaseRef): string =>
  `${base.kind}:${base.kind === 'run' ? base.runId : base.id}`;

export type ModelWeights = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** An output layer that has learned. */
export interface TrainedClassifier extends ClassifierFacts {
  /** As `classifierParameters` names them. */
  readonly weights: ModelWeights;
}

/** With what the texts of a model end. */
export interface Ending {
  /** A text ends before the first of these tokens, */
  readonly endIds: readonly number[];
  /** or before the first of these strings. */
  readonly stopStrings: readonly string[];
}

export interface BaseModel {
  /** As the user knows it. */
  readonly name: string;
  readonly config: ModelConfig;
  /** Rows of the embedding; the tokenizer may know fewer tokens. */
  readonly vocabSize: number;
  readonly tokenizer: Tokenizer;
  /** As its own files name them; models that were trained here have none. */
  readonly specialIds?: SpecialIds | undefined;
  /** By parameter name, as the model of this config has them. */
  readonly weights: ModelWeights;
  /** As its file has them and as they are executed, where that is not in floats. */
  readonly stored?: StoredWeights | undefined;
  /** Where it has learned to classify. */
  readonly classifier?: TrainedClassifier | undefined;
  /** With what its files say that its texts end. */
  readonly ending?: Ending | undefined;
  /** How it came to be, where that is known. */
  readonly provenance?: Provenance | undefined;
  /** What the user chose that studies of it read; otherwise what it was trained on. */
  readonly studyText?: DataConfig | undefined;
  /** The words that it has learned from, in lower case; null, or left out, where they are not here. */
  readonly words?: (() => ReadonlySet<string> | null) | undefined;
}

/** The id under which a model with one of its adapters in it can be opened, written with and saved. */
export const adaptedId = (id: string, adapterId: string | null): string =>
  adapterId === null ? id : `${id}+${adapterId}`;
