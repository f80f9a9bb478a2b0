import type { Vocabulary } from './vocabulary';

/** Turns a non-empty piece into ids. */
export interface PieceModel {
  readonly vocabulary: Vocabulary;
  /** @throws TokenizerError no_unknown_token */
  encode(piece: string): readonly number[] | Int32Array;
}
