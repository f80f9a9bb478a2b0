// Ids with which the texts of a model begin, end and are padded, as its own files name them.

export interface SpecialIds {
  readonly bos?: number | undefined;
  /** A text ends with any of these. */
  readonly eos: readonly number[];
  readonly pad?: number | undefined;
  readonly sep?: number | undefined;
}
