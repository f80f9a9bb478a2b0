// Beam search as transformers' `_beam_search` (from 4.50 on), for one prompt: every beam is a sequence of the
// generator. Scores are sums of log-probabilities; a text that ended is ranked by its sum over its length to
// the power of the length penalty.
import { logSoftmaxRow } from '../evaluate/logSoftmax';
import { checkLogits } from './choose';
import { generationError } from './generationError';
import type { LogitsProcessor } from './processors/logitsProcessor';
import type { OddsOf, TakenToken } from './takeTokens';
import type { TokenGenerator } from './tokenGenerator';
import { greatestIds } from './tokenOdds';

export interface Beam {
  /** What was written. */
  readonly tokens: readonly TakenToken[];
  /** -Infinity: there is no such beam. */
  readonly score: number;
}

export interface BeamSettings {
  readonly lengthPenalty: number;
  readonly earlyStopping: boolean | 'never';
  readonly maxNewTokens: number;
  /** What the texts go on behind. */
  readonly prompt: readonly number[];
  readonly processors: readonly LogitsProcessor[];
  readonly endIds: readonly number[];
  readonly odds: OddsOf;
  /** Whether a text ends with what it has now: at an end token or a stop string. */
  readonly hasEnded: (tokens: readonly TakenToken[]) => boolean;
  /** Before each step: makes room; false ends the search. */
  readonly makeRoom: (beams: readonly (readonly number[])[]) => Promise<boolean>;
  readonly onStep: (running: readonly Beam[]) => void;
  readonly signal?: AbortSignal | undefined;
}

interface Candidate {
  readonly parent: number;
  readonly id: number;
  readonly score: number;
}

/** Falling by score. The generator has been started, all its sequences alike. */
export async function searchBeams(
  generator: TokenGenerator,
  settings: BeamSettings,
): Promise<Beam[]> {
  const { lengthPenalty, earlyStopping, maxNewTokens, prompt, odds, hasEnded } = settings;
  const count = generator.sequences;
  const wanted = Math.max(2, 1 + settings.endIds.length) * count;
  const power = (length: number): number => length ** lengthPenalty;
  // The first step would find every continuation as often as there are beams.
  let running: Beam[] = Array.from({ length: count }, (_, b) => ({
    tokens: [],
    score: b === 0 ? 0 : -Infinity,
  }));
  let finished: Beam[] = [];
  for (let made = 0; !settings.signal?.aborted;) {
    const ids = running.map(({ tokens }) => [...prompt, ...tokens.map(({ id }) => id)]);
    if (!(await settings.makeRoom(ids))) break;
    const logits = await generator.score(ids.map((sequence) => sequence.at(-1)!));
    const candidates = best(running, ids, logits, settings, wanted);
    made += 1;
    const next = candidates.map(({ parent, id, score }, rank) => {
      const found = odds(logits[parent]!, id);
      const tokens = [...running[parent]!.tokens, found ? { id, odds: found } : { id }];
      return { tokens, score, parent, rank, ends: made === maxNewTokens || hasEnded(tokens) };
    });
    const ended = next
      .filter(({ ends, rank }) => ends && rank < count)
      .map(({ tokens, score }) => ({ tokens, score: score / power(made) }));
    finished = [...finished, ...ended].toSorted((a, b) => b.score - a.score).slice(0, count);
    const going = next.filter(({ ends }) => !ends).slice(0, count);
    if (going.length === 0) return finished;
    const isFull = finished.length === count;
    const length = earlyStopping === 'never' && lengthPenalty > 0 ? maxNewTokens : made;
    const attainable = going[0]!.score / power(length);
    if (isFull && (earlyStopping === true || attainable <= finished.at(-1)!.score)) return finished;
    const parents = Array.from({ length: count }, (_, b) => going[b]?.parent ?? going[0]!.parent);
    await generator.reorder(parents);
    running = Array.from(
      { length: count },
      (_, b) => going[b] ?? { ...going[0]!, score: -Infinity },
    );
    settings.onStep(running);
  }
  // Cut short: what was being written counts too.
  const open = running
    .filter(({ tokens, score }) => tokens.length > 0 && score > -Infinity)
    .map(({ tokens, score }) => ({ tokens, score: score / power(tokens.length) }));
  return [...finished, ...open].toSorted((a, b) => b.score - a.score).slice(0, count);
}

/** The greatest sums over all beams and tokens. @throws BenchtopError generation_nothing_left */
function best(
  running: readonly Beam[],
  ids: readonly (readonly number[])[],
  logits: readonly Float32Array[],
  { processors }: BeamSettings,
  wanted: number,
): Candidate[] {
  const all = running.flatMap(({ score: sum }, parent) => {
    if (sum === -Infinity) return [];
    checkLogits(logits[parent]!);
    const logs = new Float64Array(logits[parent]!.length);
    logSoftmaxRow(logits[parent]!, 0, logs);
    const scores = Float32Array.from(logs);
    for (const processor of processors) processor.process(ids[parent]!, scores);
    return greatestIds(scores, wanted).map((id) => ({ parent, id, score: sum + scores[id]! }));
  });
  const possible = all.filter(({ score }) => score > -Infinity);
  if (possible.length === 0) throw generationError('generation_nothing_left');
  return possible.toSorted((a, b) => b.score - a.score).slice(0, wanted);
}
