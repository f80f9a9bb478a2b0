// What comes next in a grammar's text, in the tokens of a model: the exact distribution of the next token, given
// all tokens so far. A token may depend on what follows it, so texts are written on until its piece is complete.
import { TokenizerError, type Tokenizer } from '../../tokenizers/tokenizer';
import type { Grammar } from './grammar';
import { continuations, TooManyContinuations } from './grammarNext';

/** In place of an id: the tokenizer has no token for what comes. */
const NO_TOKEN = -1;

export interface NextToken {
  readonly id: number;
  readonly probability: number;
}

/** Why there is none: the grammar never writes the text, it ends inside a token, or too much may follow it. */
export type NoNextTokens = 'never' | 'inside_token' | 'too_many';

/** Tokens do not reach over the ends of a piece; these many pieces before the end are encoded again. */
const PIECES_BEFORE = 2;
/** Ways to complete a piece that are followed: some tenths of a second. */
const MOST_WAYS = 20_000;

/** Whether it is known of the tokenizer what its tokens depend on. */
export const hasNextTokens = (tokenizer: Tokenizer): boolean => tokenizer.pieces?.('a b') !== null;

/** Characters behind a piece after which it is complete; an apostrophe may begin a contraction. */
const behindPiece = (piece: string): number => (piece.includes("'") ? 2 : 1);

/** The piece that holds the place `at` cannot grow any more. */
function isComplete(pieces: readonly string[], length: number, at: number): boolean {
  let end = 0;
  for (const piece of pieces) {
    end += piece.length;
    if (end > at) return length - end >= behindPiece(piece);
  }
  return false;
}

/**
 * By falling probability; they sum to 1. `inside`: tokens behind `text` that do not complete a character yet, of
 * tokenizers by byte.
 */
export function nextTokens(
  grammar: Grammar,
  tokenizer: Tokenizer,
  text: string,
  inside: readonly number[] = [],
): NextToken[] | NoNextTokens {
  const before = tokenizer.pieces?.(text)?.slice(-PIECES_BEFORE).join('') ?? '';
  const known = [...tokenizer.encode(before), ...inside];
  const isEnough = (written: string): boolean => {
    const around = before + written;
    const pieces = tokenizer.pieces?.(around);
    return pieces ? isComplete(pieces, around.length, before.length) : written !== '';
  };
  const found = new Map<number, number>();
  let total = 0;
  const ways = waysOn(grammar, text, isEnough);
  if (ways.length === 0) return 'never';
  if (ways === 'too_many') return ways;
  for (const { text: written, probability } of ways) {
    const ids = idsOf(tokenizer, before + written);
    if (ids && known.some((id, place) => ids[place] !== id)) continue;
    const next = ids ? ids[known.length] : NO_TOKEN;
    if (next === undefined) continue;
    found.set(next, (found.get(next) ?? 0) + probability);
    total += probability;
  }
  if (total === 0) return 'inside_token';
  return Array.from(found, ([id, weight]) => ({ id, probability: weight / total })).toSorted(
    (a, b) => b.probability - a.probability,
  );
}

/** Null where it has no token for a part of it. */
function idsOf(tokenizer: Tokenizer, text: string): Int32Array | null {
  try {
    return tokenizer.encode(text);
  } catch (thrown) {
    if (thrown instanceof TokenizerError && thrown.code === 'unknown_character') return null;
    throw thrown;
  }
}

function waysOn(grammar: Grammar, text: string, isEnough: (written: string) => boolean) {
  try {
    return continuations(grammar, text, isEnough, MOST_WAYS);
  } catch (thrown) {
    if (thrown instanceof TooManyContinuations) return 'too_many';
    throw thrown;
  }
}
