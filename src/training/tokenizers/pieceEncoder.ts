// A long text encoded in pieces with the ids of the whole text. What a tokenizer does at the beginning and
// the end of a text (a prefix, a pattern that looks ahead, composed characters) must not show at a cut, so
// each piece is encoded behind the end of the one before, whose ids are taken away again, and a cut is made
// only where the ids on both sides come out the same with less and with more of the text around it.
import type { Tokenizer } from './tokenizer';

type Encodes = Pick<Tokenizer, 'encode'>;

export interface PieceSizes {
  /** Characters of a piece. */
  readonly piece: number;
  /** Characters of text around a cut that it is tried with. */
  readonly around: number;
}

const SIZES: PieceSizes = { piece: 1 << 18, around: 2048 };
/** Positions that are tried before the piece grows. */
const MOST_TRIES = 24;

/** Behind a line break, in front of one, in front of a blank, between words: the likeliest cuts first. */
const LIKELY = [
  /(?<=\n)(?=[^\s])/g,
  /(?<=\S)(?=\n)/g,
  /(?<=\S)(?=[^\S\n])/g,
  /(?<=[^\S\n])(?=\S)/g,
];

export class PieceEncoder {
  readonly #tokenizer: Encodes;
  readonly #sizes: PieceSizes;
  /** The end of what is encoded: the next piece is encoded behind it. */
  #lead = '';
  #text = '';
  /** Grows where no cut was found. */
  #wanted: number;

  constructor(tokenizer: Encodes, sizes = SIZES) {
    this.#tokenizer = tokenizer;
    this.#sizes = sizes;
    this.#wanted = sizes.piece;
  }

  /** Characters that are not encoded yet. */
  get pending(): number {
    return this.#text.length;
  }

  /** The ids that are certain by now. */
  push(text: string): Int32Array[] {
    this.#text += text;
    const found: Int32Array[] = [];
    while (this.#text.length >= this.#wanted + 2 * this.#sizes.around) {
      const ids = this.#next();
      if (ids) found.push(ids);
    }
    return found;
  }

  end(): Int32Array {
    const ids = this.#behindLead(this.#text);
    this.#lead = this.#text = '';
    return ids;
  }

  /** A piece; undefined where no cut is safe, and more text is needed. */
  #next(): Int32Array | undefined {
    const last = this.#text.length - this.#sizes.around;
    for (const cut of candidates(this.#text, this.#wanted, last)) {
      const tail = this.#safeTail(cut);
      if (!tail) continue;
      const ids = this.#behindLead(this.#text.slice(0, cut));
      // The piece itself must end as its end alone does.
      if (!endsWith(ids, tail)) continue;
      this.#lead = this.#before(cut, lengthsBefore(this.#sizes)[0]);
      this.#text = this.#text.slice(cut);
      this.#wanted = this.#sizes.piece;
      return ids;
    }
    this.#wanted *= 2;
    return undefined;
  }

  #behindLead(text: string): Int32Array {
    const ids = this.#tokenizer.encode(this.#lead + text);
    if (this.#lead === '') return ids;
    return ids.subarray(this.#tokenizer.encode(this.#lead).length);
  }

  /** Text in front of a place, from what was encoded before where it reaches back that far. */
  #before(cut: number, length: number): string {
    const whole = this.#lead + this.#text.slice(0, cut);
    return whole.slice(withoutHalf(whole, Math.max(0, whole.length - length)));
  }

  /** The last ids in front of a cut, where ids on both sides do not depend on how much is around. */
  #safeTail(cut: number): Int32Array | undefined {
    const { around } = this.#sizes;
    const after = this.#text.slice(cut, withoutHalf(this.#text, cut + around));
    const sides = lengthsBefore(this.#sizes).map((length) => {
      const before = this.#before(cut, length);
      const ids = this.#tokenizer.encode(before);
      const joined = this.#tokenizer.encode(before + after);
      return { ids, joined };
    });
    const [near, far] = sides as [(typeof sides)[0], (typeof sides)[0]];
    if (!beginsWith(near.joined, near.ids) || !beginsWith(far.joined, far.ids)) return undefined;
    const behind = near.joined.subarray(near.ids.length);
    if (!isSame(behind, far.joined.subarray(far.ids.length))) return undefined;
    const tail = near.ids.subarray(near.ids.length >> 1);
    return endsWith(far.ids, tail) ? tail : undefined;
  }
}

/**
 * Characters in front of a cut that it is tried with. Patterns may count (three digits, 64 letters): the two
 * lengths agree in no remainder by 2, 3 or 64, so that such a count shows.
 */
const lengthsBefore = ({ around }: PieceSizes): [near: number, far: number] => [
  around - 3,
  2 * around - 12,
];

/** Never between the halves of one character. */
function withoutHalf(text: string, at: number): number {
  const isHalf =
    (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isHalf ? at + 1 : at;
}

/** Positions in [from, to], some of each kind, then any between two characters. */
function candidates(text: string, from: number, to: number): number[] {
  const window = text.slice(from, to);
  const each = Math.ceil(MOST_TRIES / (LIKELY.length + 1));
  const found: number[] = [];
  for (const pattern of LIKELY) {
    let count = 0;
    for (const { index } of window.matchAll(pattern)) {
      if (index > 0) found.push(from + index);
      if (index > 0 && ++count >= each) break;
    }
  }
  for (let at = from + 1; at < Math.min(to, from + 1 + each); at++)
    found.push(withoutHalf(text, at));
  return found;
}

const isSame = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);
const beginsWith = (ids: Int32Array, start: Int32Array): boolean =>
  isSame(ids.subarray(0, start.length), start);
const endsWith = (ids: Int32Array, end: Int32Array): boolean =>
  ids.length >= end.length && isSame(ids.subarray(ids.length - end.length), end);
