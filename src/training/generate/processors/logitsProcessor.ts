// What changes the scores of the next token before one is chosen.

export interface LogitsProcessor {
  /** What sample_token.wgsl does, too. */
  readonly isInKernel?: true;
  /**
   * Changes the scores of one sequence in place: logits, or log-probabilities where beams are searched;
   * -Infinity is what must not come. `ids`: all of its tokens so far; of an encoder-decoder those that it
   * has written, behind the start token.
   */
  process(ids: readonly number[], scores: Float32Array): void;
}
