// The next tokens of every sequence, in one of two ways: whole chunks drawn on the GPU, or one at a time with
// its logits read back.
import { SLOTS } from './decodeProgram';
import { chooseToken } from './choose';
import { processorsOf } from './processors/processorsOf';
import { Distribution, type TokenOdds } from './tokenOdds';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';

export interface TakenToken {
  readonly id: number;
  readonly odds?: TokenOdds;
}

export interface TokenSource {
  /** Tokens at once. */
  readonly most: number;
  /** Behind `ids`, all tokens of each sequence; `made` of them were written. */
  take(count: number, made: number, ids: readonly (readonly number[])[]): Promise<TakenToken[][]>;
}

export const chunks = (generator: TokenGenerator, settings: SamplingSettings): TokenSource => ({
  most: SLOTS,
  async take(count, made) {
    const fresh = await generator.sample(count, made, settings);
    return fresh.map((tokens) => tokens.map((id) => ({ id })));
  },
});

interface Details {
  /** Likeliest tokens of each place. */
  readonly top: number;
  readonly textOf: (id: number) => string;
}

export function steps(
  generator: TokenGenerator,
  settings: SamplingSettings,
  details: Details,
): TokenSource {
  const { temperature, seed, begin = [] } = settings;
  const processors = processorsOf(settings);
  return {
    most: 1,
    async take(_count, made, ids) {
      const rows = await generator.score(ids.map((sequence) => sequence.at(-1)!));
      return rows.map((logits, sequence) => {
        const scores = logits.slice();
        for (const processor of processors) processor.process(ids[sequence]!, scores);
        const id = begin[made] ?? chooseToken(scores, { temperature, seed, made, sequence });
        const odds = new Distribution(logits).of(id, details.top, details.textOf);
        return [{ id, odds }];
      });
    },
  };
}
