// The added tokens of a tokenizer.json: found in the text before it is normalized, or after, the longest at each
// place first.
import { shownValue, walkFields } from '../../formats/fieldTable';
import { ADDED_TOKEN } from '../../formats/tokenizerJson';
import { badFile, isObject, TokenizerComponent } from './component';
import { Trie } from './models/trie';
import { WHITESPACE, WORD } from './normalizers/unicode';
import type { Vocabulary } from './models/vocabulary';

export interface AddedToken {
  readonly content: string;
  readonly singleWord: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

export function addedTokenOf(json: unknown, isSpecialKnown = false): AddedToken {
  const component = new TokenizerComponent('added token', json);
  walkFields(ADDED_TOKEN, component.values);
  return {
    content: component.text('content'),
    singleWord: component.flag('single_word', isSpecialKnown ? false : undefined),
    lstrip: component.flag('lstrip', isSpecialKnown ? false : undefined),
    rstrip: component.flag('rstrip', isSpecialKnown ? false : undefined),
    normalized: component.flag('normalized', isSpecialKnown ? true : undefined),
    special: component.flag('special', isSpecialKnown ? false : undefined),
  };
}

export function addedTokensOf(json: unknown): AddedToken[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) throw badFile('not_list', { what: 'added_tokens' });
  return json.map((one: unknown) => {
    if (isObject(one)) new TokenizerComponent('added token', one).count('id');
    return addedTokenOf(one);
  });
}

/** A part of a text: an added token's id, or -1. */
export type EmitSegment = (id: number, start: number, end: number) => void;

export class AddedVocabulary {
  readonly idOf = new Map<string, number>();
  readonly tokenOf = new Map<number, AddedToken>();
  /** Contents that were ever special. */
  readonly special = new Set<string>();
  /** How a normalized token stands in a normalized text, where that differs. */
  readonly written = new Map<number, string>();
  /** Special tokens in a text are text. */
  takesSpecialAsText = false;
  private readonly vocabulary: Vocabulary;
  private readonly normalize: (text: string) => string;
  private plain = new Finder([], () => false);
  private normalized = new Finder([], () => false);

  constructor(vocabulary: Vocabulary, normalize: (text: string) => string) {
    this.vocabulary = vocabulary;
    this.normalize = normalize;
  }

  /** Ids are those of the vocabulary, else the next free ones: those in the file are not used, as by the reference. */
  add(tokens: readonly AddedToken[]): void {
    const { size } = this.vocabulary;
    const highest = Array.from(this.tokenOf.keys()).reduce((most, id) => Math.max(most, id), -1);
    let next = highest >= size || (size === 0 && highest >= 0) ? highest + 1 : size;
    for (const token of tokens) {
      if (token.content === '') continue;
      const id = this.idOf.get(token.content) ?? this.vocabulary.idOf.get(token.content) ?? next++;
      const written = token.normalized ? this.normalize(token.content) : token.content;
      if (written !== token.content) this.written.set(id, written);
      this.idOf.set(token.content, id);
      if (token.special) this.special.add(token.content);
      this.tokenOf.set(id, token);
    }
    this.buildFinders();
  }

  private buildFinders(): void {
    const [plain, normalized]: [string, number, AddedToken][][] = [[], []];
    for (const [id, token] of this.tokenOf) {
      if (token.normalized) normalized!.push([this.written.get(id) ?? token.content, id, token]);
      else plain!.push([token.content, id, token]);
    }
    const isText = (token: AddedToken): boolean =>
      this.takesSpecialAsText && this.special.has(token.content);
    this.plain = new Finder(plain!, isText);
    this.normalized = new Finder(normalized!, isText);
  }

  splitPlain(text: string, emit: EmitSegment): void {
    this.plain.split(text, emit);
  }

  splitNormalized(text: string, emit: EmitSegment): void {
    this.normalized.split(text, emit);
  }
}

type Entry = readonly [written: string, id: number, token: AddedToken];

class Finder {
  private readonly trie: Trie;
  private readonly tokenOf = new Map<number, AddedToken>();
  /** Units with which a token begins. */
  private readonly begins = new Set<number>();

  private readonly isText: (token: AddedToken) => boolean;

  constructor(entries: readonly Entry[], isText: (token: AddedToken) => boolean) {
    this.isText = isText;
    const seen = new Set<string>();
    for (const [written, id, token] of entries) {
      if (written === '' || seen.has(written))
        throw badFile('same_added_token', { token: shownValue(token.content) });
      seen.add(written);
      this.begins.add(written.charCodeAt(0));
      this.tokenOf.set(id, token);
    }
    this.trie = new Trie(
      entries.map(([written, id]) => [written, id] as const),
      entries.length,
    );
  }

  split(text: string, emit: EmitSegment): void {
    let from = 0;
    for (let at = 0; this.begins.size > 0 && at < text.length;) {
      const end = this.begins.has(text.charCodeAt(at)) ? this.longest(text, at) : -1;
      if (end < 0) {
        at += 1;
        continue;
      }
      const token = this.tokenOf.get(this.foundId) as AddedToken;
      const next = this.place(token, text, at, end, from);
      if (next) {
        if (from < next.start) emit(-1, from, next.start);
        emit(this.foundId, next.start, next.end);
        from = next.end;
      }
      at = end;
    }
    if (from < text.length) emit(-1, from, text.length);
  }

  private foundId = -1;

  private longest(text: string, at: number): number {
    let end = -1;
    for (let node = 0, i = at; i < text.length; i++) {
      node = this.trie.step(node, text.charCodeAt(i));
      if (node < 0) break;
      const id = this.trie.valueAt(node);
      if (id >= 0) [this.foundId, end] = [id, i + 1];
    }
    return end;
  }

  /** With the blanks that the token takes along; null: no token here. */
  private place(
    token: AddedToken,
    text: string,
    at: number,
    end: number,
    from: number,
  ): { start: number; end: number } | null {
    if (this.isText(token)) return null;
    if (token.singleWord && (isWordBefore(text, at) || isWordAt(text, end))) return null;
    let [start, stop] = [at, end];
    if (token.lstrip && start < from) {
      // Blanks that the token before took along are not found again.
      if (stop <= from) return null;
      start = from;
    }
    while (token.lstrip && start > from && WHITESPACE.has(text.charCodeAt(start - 1))) start -= 1;
    while (token.rstrip && stop < text.length && WHITESPACE.has(text.charCodeAt(stop))) stop += 1;
    return { start, end: stop };
  }
}

const isWordAt = (text: string, at: number): boolean =>
  at < text.length && WORD.has(text.codePointAt(at) as number);

function isWordBefore(text: string, at: number): boolean {
  if (at === 0) return false;
  const unit = text.charCodeAt(at - 1);
  return isWordAt(text, unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? at - 2 : at - 1);
}
