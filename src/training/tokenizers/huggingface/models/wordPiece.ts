// WordPiece and WordLevel of the Rust library.
import type { PieceModel } from './model';
import type { TokenizerComponent } from '../component';
import { Trie } from './trie';
import { noUnknownToken } from './unknownToken';
import { vocabularyOf, type Vocabulary } from './vocabulary';

export class WordPieceModel implements PieceModel {
  readonly vocabulary: Vocabulary;
  private readonly unknown: number | undefined;
  private readonly mostCharacters: number;
  private readonly first: Trie;
  private readonly further: Trie;

  constructor(component: TokenizerComponent) {
    this.vocabulary = vocabularyOf(component.values.vocab, component.name);
    const { idOf } = this.vocabulary;
    this.unknown = idOf.get(component.text('unk_token'));
    this.mostCharacters = component.count('max_input_chars_per_word');
    const prefix = component.text('continuing_subword_prefix');
    this.first = new Trie(idOf);
    this.further = new Trie(
      Array.from(idOf)
        .filter(([token]) => token.startsWith(prefix))
        .map(([token, id]) => [token.slice(prefix.length), id] as const),
    );
  }

  /** The longest token at each place; a word with a rest that no token begins is unknown as a whole. */
  encode(piece: string): readonly number[] {
    if (piece.length > this.mostCharacters && Array.from(piece).length > this.mostCharacters)
      return this.unknownWord(piece);
    const ids: number[] = [];
    for (let at = 0; at < piece.length;) {
      const trie = at === 0 ? this.first : this.further;
      let [node, id, end] = [0, -1, at];
      for (let i = at; i < piece.length && node >= 0; i++) {
        node = trie.step(node, piece.charCodeAt(i));
        const value = node < 0 ? -1 : trie.valueAt(node);
        if (value >= 0) [id, end] = [value, i + 1];
      }
      if (id < 0) return this.unknownWord(piece);
      ids.push(id);
      at = end;
    }
    return ids;
  }

  private unknownWord(piece: string): readonly number[] {
    if (this.unknown === undefined) throw noUnknownToken(piece);
    return [this.unknown];
  }
}

export class WordLevelModel implements PieceModel {
  readonly vocabulary: Vocabulary;
  private readonly unknown: number | undefined;

  constructor(component: TokenizerComponent) {
    this.vocabulary = vocabularyOf(component.values.vocab, component.name);
    this.unknown = this.vocabulary.idOf.get(component.text('unk_token'));
  }

  encode(piece: string): readonly number[] {
    const id = this.vocabulary.idOf.get(piece) ?? this.unknown;
    if (id === undefined) throw noUnknownToken(piece);
    return [id];
  }
}
