// The next tokens of every sequence, in one of two ways: whole chunks drawn on the GPU, or one at a time with
// its logits read back.
import { NO_TOKEN } from '../../gpu/kernels/attention/sampleToken';
import { SLOTS } from './decodeProgram';
import { checkLogits, chooseToken } from './choose';
import type { GenerationSettings } from './generationConfig';
import { generationError } from './generationError';
import type { LogitsProcessor } from './processors/logitsProcessor';
import { processorsOf, type GenerationFacts } from './processors/processorsOf';
import { Distribution, type TokenOdds } from './tokenOdds';
import type { SamplingSettings, TokenGenerator } from './tokenGenerator';

export interface TakenToken {
  readonly id: number;
  readonly odds?: TokenOdds;
}

/** All tokens of a sequence so far, and whether its text has ended: then anything may come. */
export interface Sequence {
  readonly ids: readonly number[];
  readonly isOver: boolean;
}

export interface TokenSource {
  /** Tokens at once, at least (where so many are left) and at most. */
  readonly least: number;
  readonly most: number;
  /** As many of each, `count` at most; `made` were written before. */
  take(count: number, made: number, sequences: readonly Sequence[]): Promise<TakenToken[][]>;
}

/** The odds of a token, where details were asked for. */
export type OddsOf = (logits: Float32Array, id: number) => TokenOdds | undefined;

export function oddsOf(
  { details, top = 0 }: Partial<GenerationSettings>,
  textOf: (id: number) => string,
): OddsOf {
  return (logits, id) => (details ? new Distribution(logits).of(id, top, textOf) : undefined);
}

type Settings = SamplingSettings & Partial<GenerationSettings>;

/** Chunks on the GPU, unless something is asked for that its kernel does not do. */
export function tokenSource(
  generator: TokenGenerator,
  settings: Settings,
  facts: GenerationFacts,
  odds: OddsOf,
): TokenSource {
  const processors = processorsOf(settings, facts);
  const isChunked = !settings.details && processors.every(({ isInKernel }) => isInKernel);
  return isChunked ? chunks(generator, settings) : steps(generator, settings, processors, odds);
}

const chunks = (generator: TokenGenerator, settings: Settings): TokenSource => ({
  least: 1,
  most: SLOTS,
  async take(count, made, sequences) {
    const fresh = await generator.sample(count, made, settings);
    const isWrong = (tokens: number[], b: number): boolean =>
      !sequences[b]!.isOver && tokens.some((id) => id === NO_TOKEN);
    if (fresh.some(isWrong)) throw generationError('generation_not_finite');
    return fresh.map((tokens) => tokens.map((id) => ({ id })));
  },
});

function steps(
  generator: TokenGenerator,
  { temperature, seed }: Settings,
  processors: readonly LogitsProcessor[],
  odds: OddsOf,
): TokenSource {
  return {
    least: 1,
    most: 1,
    async take(_count, made, sequences) {
      const rows = await generator.score(sequences.map(({ ids }) => ids.at(-1)!));
      return rows.map((logits, sequence) => {
        const { ids, isOver } = sequences[sequence]!;
        if (isOver) return [{ id: ids.at(-1)! }];
        checkLogits(logits);
        const scores = logits.slice();
        for (const processor of processors) processor.process(ids, scores);
        const id = chooseToken(scores, { temperature, seed, made, sequence });
        const found = odds(logits, id);
        return [found ? { id, odds: found } : { id }];
      });
    },
  };
}
