/** A fixed list of words, with blanks between them: the tokens of algorithmic tasks. */
import { checkedId, idMark, TokenizerError, type Tokenizer, type TokenizerJson } from './tokenizer';

const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

export class WordTokenizer implements Tokenizer {
  readonly kind = 'words';
  readonly vocabSize: number;
  /** Index = id. */
  readonly words: readonly string[];
  private readonly idOf: ReadonlyMap<string, number>;

  constructor(words: readonly string[]) {
    this.words = words;
    this.vocabSize = words.length;
    this.idOf = new Map(words.map((word, id) => [word, id]));
  }

  static fromJSON({ kind, words }: TokenizerJson): WordTokenizer {
    if (
      kind !== 'words' ||
      !Array.isArray(words) ||
      !words.every((word) => typeof word === 'string')
    )
      throw new TokenizerError('bad_json', { kind });
    return new WordTokenizer(words);
  }

  /** @throws TokenizerError unknown_character for a word that is not in the list. */
  encode(text: string): Int32Array {
    return Int32Array.from(wordsIn(text), (word) => {
      const id = this.idOf.get(word);
      if (id === undefined) throw new TokenizerError('unknown_character', { character: word });
      return id;
    });
  }

  /** Words that are not in the list, each once. */
  unknownWords(text: string): string[] {
    return [...new Set(wordsIn(text))].filter((word) => !this.idOf.has(word));
  }

  /** A blank goes with the word behind it. */
  pieces(text: string): string[] {
    return text.match(/\s*\S+|\s+/g) ?? [];
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.written(id)).join('');
  }

  tokenText(id: number): string {
    return this.words[checkedId(id)] ?? idMark(id);
  }

  tokenBytes(id: number): Uint8Array {
    return new TextEncoder().encode(this.written(id));
  }

  private written(id: number): string {
    const word = this.words[checkedId(id)];
    return word === undefined ? '' : ` ${word}`;
  }

  toJSON(): TokenizerJson {
    return { kind: 'words', words: this.words };
  }
}
