// Characters of a text that a tokenizer has no token for: counted, so that nobody loses them unawares.
import { CharTokenizer } from './char';
import type { Tokenizer } from './tokenizer';

export interface UnknownFacts {
  readonly count: number;
  /** Of so many characters. */
  readonly all: number;
  /** The most frequent ones. */
  readonly characters: readonly string[];
  /** Otherwise the tokenizer's unknown token stands for them. */
  readonly isLeftOut: boolean;
}

export const NONE_UNKNOWN: UnknownFacts = { count: 0, all: 0, characters: [], isLeftOut: false };

const SHOWN = 12;

export class UnknownCharacters {
  readonly #tokenizer: Tokenizer;
  readonly #unknownId: number | undefined;
  readonly #letter: string;
  /** By character: whether there is a token. */
  readonly #known = new Map<string, boolean>();
  readonly #missing = new Map<string, number>();
  #all = 0;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
    this.#unknownId = unknownIdOf(tokenizer);
    this.#letter = letterOf(tokenizer);
  }

  add(text: string): void {
    for (const character of text) {
      this.#all += 1;
      const isKnown = this.#known.get(character) ?? this.#hasToken(character);
      this.#known.set(character, isKnown);
      if (!isKnown) this.#missing.set(character, (this.#missing.get(character) ?? 0) + 1);
    }
  }

  get facts(): UnknownFacts {
    const counted = [...this.#missing].toSorted((a, b) => b[1] - a[1]);
    return {
      count: counted.reduce((sum, [, count]) => sum + count, 0),
      all: this.#all,
      characters: counted.slice(0, SHOWN).map(([character]) => character),
      isLeftOut: this.#unknownId === undefined,
    };
  }

  #hasToken(character: string): boolean {
    const tokenizer = this.#tokenizer;
    if (tokenizer instanceof CharTokenizer)
      return tokenizer.unknownCharacters(character).length === 0;
    return [character, this.#letter + character].some((text) =>
      encodesAll(tokenizer, text, this.#unknownId),
    );
  }
}

function unknownIdOf(tokenizer: Tokenizer): number | undefined {
  if (tokenizer instanceof CharTokenizer) return tokenizer.unknownId;
  if (tokenizer.special?.unk !== undefined) return tokenizer.special.unk;
  return tokenizer.kind === 'wordpiece' ? idOf(tokenizer, (text) => text === '[UNK]') : undefined;
}

function idOf(tokenizer: Tokenizer, isWanted: (text: string) => boolean): number | undefined {
  for (let id = 0; id < tokenizer.vocabSize; id++) if (isWanted(tokenizer.tokenText(id))) return id;
  return undefined;
}

/** A letter that words can begin with: pieces inside of a word are other tokens. */
function letterOf(tokenizer: Tokenizer): string {
  const id = idOf(tokenizer, (text) => /^\p{L}$/u.test(text));
  return id === undefined ? '' : tokenizer.tokenText(id);
}

function encodesAll(tokenizer: Tokenizer, text: string, unknownId: number | undefined): boolean {
  try {
    return !tokenizer.encode(text).some((id) => id === unknownId);
  } catch {
    return false;
  }
}

/** What a text is cut with. */
export type Encodes = Pick<Tokenizer, 'kind' | 'encode'>;

/** Encodes what it has tokens for, where no token stands for the rest. */
export function encodesKnown(tokenizer: Tokenizer): Encodes {
  if (!(tokenizer instanceof CharTokenizer) || tokenizer.unknownId !== undefined) return tokenizer;
  return {
    kind: tokenizer.kind,
    encode(text) {
      const unknown = new Set(tokenizer.unknownCharacters(text));
      if (unknown.size === 0) return tokenizer.encode(text);
      return tokenizer.encode([...text].filter((one) => !unknown.has(one)).join(''));
    },
  };
}
