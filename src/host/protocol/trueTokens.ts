// The true next token of a grammar's text, as the page shows it beside a model's.
import type { NoNextTokens } from '../../training/data/grammar/grammarNextTokens';
import type { TrueToken } from '../../training/data/grammar/grammarTruth';
import type { Candidate } from '../../training/generate/tokenOdds';
import type { BaseRef } from '../../training/models/baseModel';
import type { DataConfig } from '../../training/run/config';

export interface TrueTokensRequest {
  readonly base: BaseRef;
  readonly text: string;
}

export interface TrueTokens {
  /** The corpus whose grammar it is. */
  readonly corpus: string;
  /** Ends a document. */
  readonly separator: string;
  /** Of the text, as the model's tokenizer cuts it. */
  readonly tokens: readonly TrueToken[];
  /** By falling probability, or why there is none. */
  readonly next: readonly Candidate[] | NoNextTokens;
  /** Of the next token, in nats. */
  readonly entropy: number | null;
  /** Characters from the start that the grammar can write. */
  readonly writable: number;
}

export interface CorpusWordsRequest {
  /** What the model reads. */
  readonly data: DataConfig;
  readonly text: string;
}

/** A part of a text: a word, or what stands between words. */
export interface CorpusWord {
  readonly text: string;
  readonly isWord: boolean;
  /** A word of the corpus that the model reads. */
  readonly isKnown: boolean;
}
