// What the tokens of a tokenizer add to a text, as bytes of UTF-8: at its beginning, and behind other tokens.
import { CharTokenizer } from '../../tokenizers/char';
import { SPECIAL_TOKENS } from '../../tokenizers/wordpiece';
import type { Tokenizer } from '../../tokenizers/tokenizer';
import { ConstraintError } from './error';
import { TokenTrie } from './tokenTrie';

export interface Vocabulary {
  readonly first: TokenTrie;
  readonly inside: TokenTrie;
  /** Bytes of the longest token. */
  readonly longest: number;
  /** Code points that have a token of their own, ascending. */
  readonly characters: readonly number[];
  /** Bytes that have a token of their own. */
  readonly bytes: ReadonlySet<number>;
}

const known = new WeakMap<Tokenizer, Map<string, Vocabulary>>();

/**
 * `endIds`: tokens that end a text, which write nothing.
 * @throws ConstraintError constraint_tokenizer
 */
export function vocabularyOf(tokenizer: Tokenizer, endIds: readonly number[] = []): Vocabulary {
  const byEnds = known.get(tokenizer) ?? new Map<string, Vocabulary>();
  known.set(tokenizer, byEnds);
  let vocabulary = byEnds.get(endIds.join());
  if (!vocabulary) byEnds.set(endIds.join(), (vocabulary = read(tokenizer, new Set(endIds))));
  return vocabulary;
}

function read(tokenizer: Tokenizer, endIds: ReadonlySet<number>): Vocabulary {
  const ids = writingIds(tokenizer).filter((id) => !endIds.has(id));
  const opening = openingBytes(tokenizer, ids);
  requireIndependence(tokenizer, ids, opening);
  const inside = new TokenTrie();
  const characters = new Set<number>();
  const bytes = new Set<number>();
  let longest = 1;
  for (const id of ids) {
    const written = tokenizer.tokenBytes(id);
    if (written.length === 0) continue;
    inside.add(written, id);
    longest = Math.max(longest, written.length);
    if (written.length === 1) bytes.add(written[0]!);
    const text = wholeText(written);
    if (text !== undefined && [...text].length === 1) characters.add(text.codePointAt(0)!);
  }
  let first = inside;
  if (opening) {
    first = new TokenTrie();
    for (const [id, written] of opening) if (written.length > 0) first.add(written, id);
  }
  return { first, inside, longest, characters: [...characters].sort((a, b) => a - b), bytes };
}

/** Special tokens and the unknown token write nothing of their own. */
function writingIds(tokenizer: Tokenizer): number[] {
  const unknownId = tokenizer instanceof CharTokenizer ? tokenizer.unknownId : undefined;
  const isSpecial = (id: number): boolean =>
    id === unknownId ||
    tokenizer.special?.all.has(id) === true ||
    id === tokenizer.special?.unk ||
    (tokenizer.kind === 'wordpiece' &&
      SPECIAL_TOKENS.some((special) => special === tokenizer.tokenText(id)));
  return Array.from({ length: tokenizer.vocabSize }, (_, id) => id).filter((id) => !isSpecial(id));
}

/** Undefined where a token writes the same wherever it stands. */
function openingBytes(
  tokenizer: Tokenizer,
  ids: readonly number[],
): Map<number, Uint8Array> | undefined {
  if (!tokenizer.streamDecoder) return undefined;
  const encoder = new TextEncoder();
  const opening = new Map<number, Uint8Array>();
  let isOther = false;
  for (const id of ids) {
    const inside = tokenizer.tokenBytes(id);
    const text = wholeText(inside);
    const alone = text === undefined ? inside : encoder.encode(tokenizer.decode([id]));
    isOther ||= text !== undefined && text !== new TextDecoder().decode(alone);
    opening.set(id, alone);
  }
  return isOther ? opening : undefined;
}

const TRIED = 200;

/** Decoders that look at neighbors or at the end of a text: their tokens have no bytes of their own. */
function requireIndependence(
  tokenizer: Tokenizer,
  ids: readonly number[],
  opening: ReadonlyMap<number, Uint8Array> | undefined,
): void {
  if (!tokenizer.streamDecoder) return;
  const whole = ids.filter((id) => (wholeText(tokenizer.tokenBytes(id)) ?? '') !== '');
  if (whole.length === 0) return;
  const textOf = (id: number, isFirst: boolean): string =>
    wholeText((isFirst ? opening?.get(id) : undefined) ?? tokenizer.tokenBytes(id)) ?? '';
  for (let trial = 0; trial < TRIED; trial++) {
    const [a, b] = [
      whole[(trial * 7919) % whole.length]!,
      whole[(trial * 104_729) % whole.length]!,
    ];
    for (const three of [
      [a, b, a],
      [a, a, b],
      [b, a, a],
    ]) {
      const joined = three.map((id, index) => textOf(id, index === 0)).join('');
      if (tokenizer.decode(three) !== joined) throw new ConstraintError('constraint_tokenizer');
    }
  }
}

/** Undefined: parts of characters. */
function wholeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
