// From text to ids through the components of a tokenizer.json, as the Rust library's encode without special tokens.
import { AddedVocabulary } from './addedTokens';
import { IdBuffer } from './models/idBuffer';
import type { PieceModel } from './models/model';
import { normalizerOf, type Normalizer } from './normalizers/normalizers';
import { byteCharacters, originOfSlice, preTokenizerOf, type PreTokenizer } from './preTokenizers';
import { modelOf } from './models/models';
import type { JsonObject } from './component';

/** Pieces of more UTF-16 units are not remembered. */
const LONGEST_REMEMBERED = 128;
/** Then the pieces are forgotten; about 15 MB in ordinary text. */
const MOST_REMEMBERED = 1 << 16;

type Row = readonly number[] | Int32Array;

export class Pipeline {
  readonly model: PieceModel;
  readonly added: AddedVocabulary;
  private readonly normalizer: Normalizer | null;
  private readonly preTokenizer: PreTokenizer;
  private readonly remembered = new Map<string, Row>();

  constructor(json: JsonObject) {
    this.preTokenizer = preTokenizerOf(json.pre_tokenizer);
    this.normalizer = normalizerOf(json.normalizer, this.preTokenizer.hasBytes);
    this.model = modelOf(json.model);
    const { normalizer } = this;
    this.added = new AddedVocabulary(this.model.vocabulary, (text) =>
      normalizer ? normalizer({ text, origin: 0 }).text : text,
    );
  }

  encode(text: string): Int32Array {
    const ids = new IdBuffer();
    this.added.splitPlain(text, (id, start, end) => {
      if (id >= 0) ids.push(id);
      else this.encodeSegment(text.slice(start, end), start === 0, ids);
    });
    return ids.taken();
  }

  /** Null where a normalizer or bytes make another text of it. */
  pieces(text: string): string[] | null {
    const { hasBytes, endsInBytes, cut } = this.preTokenizer;
    if (this.normalizer || (hasBytes && !endsInBytes)) return null;
    const pieces: string[] = [];
    if (text !== '') cut(text, 0, (piece) => pieces.push(piece));
    return pieces.join('') === text ? pieces : null;
  }

  private encodeSegment(segment: string, isFirst: boolean, ids: IdBuffer): void {
    const tracks = isFirst && this.preTokenizer.needsOrigin;
    const origin = tracks ? ((segment.codePointAt(0) as number) > 0xffff ? 2 : 1) : 0;
    const whole = this.normalizer
      ? this.normalizer({ text: segment, origin })
      : { text: segment, origin };
    const emit = (piece: string): void => ids.append(this.pieceIds(piece));
    this.added.splitNormalized(whole.text, (id, start, end) => {
      if (id >= 0) ids.push(id);
      else {
        const text = whole.text.slice(start, end);
        this.preTokenizer.cut(text, originOfSlice(whole.origin, start, end), emit);
      }
    });
  }

  private pieceIds(piece: string): Row {
    const known = this.remembered.get(piece);
    if (known) return known;
    if (piece === '') return [];
    const ids = this.model.encode(this.preTokenizer.endsInBytes ? byteCharacters(piece) : piece);
    if (piece.length <= LONGEST_REMEMBERED) {
      if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
      this.remembered.set(owned(piece), ids);
    }
    return ids;
  }
}

/** Engines keep a long slice as a view of the text that it was cut from, which would stay in memory with it. */
const owned = (piece: string): string => (piece.length < 13 ? piece : ` ${piece}`.slice(1));
