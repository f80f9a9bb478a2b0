/**
 * Code points as tokens, in code-point order (so the ids follow from the set of characters alone). There is
 * an id for unknown characters only where the text it was made for needs one; it decodes to U+FFFD.
 */
import {
  checkedId,
  idMark,
  TokenizerError,
  visibleText,
  wellFormed,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

export class CharTokenizer implements Tokenizer {
  readonly kind = 'char';
  readonly vocabSize: number;
  /** Index = id. */
  readonly characters: readonly string[];
  readonly unknownId: number | undefined;
  private readonly idOf: ReadonlyMap<number, number>;

  private constructor(characters: readonly string[], hasUnknown: boolean) {
    this.characters = characters;
    this.unknownId = hasUnknown ? characters.length : undefined;
    this.vocabSize = characters.length + (hasUnknown ? 1 : 0);
    this.idOf = new Map(characters.map((character, id) => [character.codePointAt(0) ?? 0, id]));
  }

  /** The characters of `text`; an unknown id is added if `otherText` (held-out text) has further ones. */
  static train(text: string, otherText = ''): CharTokenizer {
    const known = codePointsOf(text);
    const hasUnknown = [...codePointsOf(otherText)].some((point) => !known.has(point));
    const sorted = [...known].toSorted((a, b) => a - b).map((point) => String.fromCodePoint(point));
    return new CharTokenizer(sorted, hasUnknown);
  }

  static fromJSON(json: TokenizerJson): CharTokenizer {
    const { characters, hasUnknown } = json;
    if (json.kind !== 'char' || typeof characters !== 'string' || typeof hasUnknown !== 'boolean')
      throw new TokenizerError('bad_json', { kind: json.kind });
    return new CharTokenizer(Array.from(characters), hasUnknown);
  }

  /** Characters of the text that this tokenizer has no id for, each once. */
  unknownCharacters(text: string): string[] {
    return [...codePointsOf(text)]
      .filter((point) => !this.idOf.has(point))
      .map((point) => String.fromCodePoint(point));
  }

  encode(text: string): Int32Array {
    const source = wellFormed(text);
    const ids = new Int32Array(source.length);
    let count = 0;
    for (let at = 0; at < source.length; count++) {
      const point = source.codePointAt(at) ?? 0;
      const id = this.idOf.get(point) ?? this.unknownId;
      if (id === undefined)
        throw new TokenizerError('unknown_character', {
          character: String.fromCodePoint(point),
          offsetChars: at,
        });
      ids[count] = id;
      at += point > 0xffff ? 2 : 1;
    }
    return ids.slice(0, count);
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.character(id)).join('');
  }

  tokenText(id: number): string {
    if (id === this.unknownId) return '⟨?⟩';
    return id < this.vocabSize ? visibleText(this.tokenBytes(id)) : idMark(checkedId(id));
  }

  tokenBytes(id: number): Uint8Array {
    return new TextEncoder().encode(this.character(id));
  }

  toJSON(): TokenizerJson {
    return {
      kind: 'char',
      characters: this.characters.join(''),
      hasUnknown: this.unknownId !== undefined,
    };
  }

  private character(id: number): string {
    return id === this.unknownId ? '\uFFFD' : (this.characters[checkedId(id)] ?? '');
  }
}

function codePointsOf(text: string): Set<number> {
  const source = wellFormed(text);
  const points = new Set<number>();
  for (let at = 0; at < source.length;) {
    const point = source.codePointAt(at) ?? 0;
    points.add(point);
    at += point > 0xffff ? 2 : 1;
  }
  return points;
}
