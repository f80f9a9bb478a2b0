// What comes next in a grammar's text, in the tokens of a model: the exact distribution of the next token, given
// all tokens so far. A token may depend on what follows it, so texts are written on until its piece is complete.
import { pretokenize } from '../../tokenizers/pretokenize';
import type { Tokenizer } from '../../tokenizers/tokenizer';
import type { Grammar } from './grammar';
import { continuations } from './grammarNext';

export interface NextToken {
  readonly id: number;
  readonly probability: number;
}

/** Tokens do not reach over the ends of a piece; these many pieces before the end are encoded again. */
const PIECES_BEFORE = 2;

/** Characters behind a piece after which it is complete; an apostrophe may begin a contraction. */
const behindPiece = (piece: string): number => (piece.includes("'") ? 2 : 1);

/** The piece that holds the place `at` cannot grow any more. */
function isComplete(text: string, at: number): boolean {
  let end = 0;
  for (const piece of pretokenize(text)) {
    end += piece.length;
    if (end > at) return text.length - end >= behindPiece(piece);
  }
  return false;
}

/**
 * By falling probability; they sum to 1. Null where the grammar cannot write `text`, or its tokens are never those
 * of a longer text: it ends inside a token.
 */
export function nextTokens(
  grammar: Grammar,
  tokenizer: Tokenizer,
  text: string,
): NextToken[] | null {
  const isByPiece = tokenizer.kind !== 'char' && tokenizer.kind !== 'byte';
  const before = isByPiece ? pretokenize(text).slice(-PIECES_BEFORE).join('') : '';
  const known = tokenizer.encode(before);
  const isEnough = (written: string): boolean =>
    isByPiece ? isComplete(before + written, before.length) : written !== '';
  const found = new Map<number, number>();
  let total = 0;
  for (const { text: written, probability } of continuations(grammar, text, isEnough)) {
    const ids = tokenizer.encode(before + written);
    if (known.some((id, place) => ids[place] !== id)) continue;
    const next = ids[known.length]!;
    found.set(next, (found.get(next) ?? 0) + probability);
    total += probability;
  }
  if (total === 0) return null;
  return Array.from(found, ([id, weight]) => ({ id, probability: weight / total })).toSorted(
    (a, b) => b.probability - a.probability,
  );
}
