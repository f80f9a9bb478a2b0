// What writes tokens: the decoder, as whoever samples from it or times it needs it.

export interface SamplingSettings {
  /** 0 is greedy. */
  readonly temperature: number;
  /** 0 keeps all. */
  readonly topK?: number | undefined;
  /** 1 keeps all. */
  readonly topP?: number | undefined;
  /** 1 is none. */
  readonly repetitionPenalty?: number | undefined;
  readonly seed: number;
}

export interface TokenGenerator {
  /** Texts that are written side by side. */
  readonly sequences: number;
  /** Tokens that still fit. */
  readonly room: number;
  /**
   * Begins behind `windows`, one list of tokens a sequence, all of one length: 1 up to the model's
   * context. `seen`: what the repetition penalty counts, where that is more than the window.
   */
  start(
    windows: readonly (readonly number[])[],
    seen?: readonly (readonly number[])[],
  ): Promise<void>;
  /** Logits [V] of what comes behind `newest`, one token a sequence: that of `start` first, then the chosen ones. */
  score(newest: readonly number[]): Promise<Float32Array[]>;
  /** Sequence b goes on behind what sequence `parents[b]` has. */
  reorder(parents: readonly number[]): Promise<void>;
  /** The next tokens of each sequence; `made`: how many came before, which counts the draws. */
  sample(count: number, made: number, settings: SamplingSettings): Promise<number[][]>;
}
