// Unigram of the Rust library: the most likely segmentation (Viterbi), unknown characters next to each other as one
// token, or as bytes.
import { byteIdsOf } from './bpe';
import type { PieceModel } from './model';
import { badFile, type TokenizerComponent } from '../component';
import { Trie } from './trie';
import { noUnknownToken } from './unknownToken';
import { scoredVocabularyOf, type ScoredVocabulary } from './vocabulary';

/** How much less likely than the least likely token an unknown character is. */
const UNKNOWN_PENALTY = 10;

export class UnigramModel implements PieceModel {
  readonly vocabulary: ScoredVocabulary;
  private readonly unknown: number | null;
  private readonly unknownScore: number;
  private readonly byteIds: readonly (number | undefined)[] | null;
  private readonly trie: Trie;
  private score = new Float64Array(0);
  private start = new Int32Array(0);
  private token = new Int32Array(0);

  constructor(component: TokenizerComponent) {
    this.vocabulary = scoredVocabularyOf(component.list('vocab'), component.name);
    const { idOf, scores } = this.vocabulary;
    const isAbsent = component.values.unk_id === null || component.values.unk_id === undefined;
    this.unknown = isAbsent ? null : component.count('unk_id');
    if (this.unknown !== null && this.unknown >= scores.length)
      throw badFile('unknown_id', { what: component.name, id: this.unknown });
    this.byteIds = component.flag('byte_fallback', false) ? byteIdsOf(idOf) : null;
    this.unknownScore =
      scores.reduce((least, score) => Math.min(least, score), Infinity) - UNKNOWN_PENALTY;
    this.trie = new Trie(idOf, idOf.size);
  }

  encode(piece: string): readonly number[] {
    this.findBest(piece);
    const ids: number[] = [];
    for (const [from, to] of this.spans(piece.length)) {
      const text = piece.slice(from, to);
      const id = this.vocabulary.idOf.get(text);
      if (id !== undefined) ids.push(id);
      else for (const unknown of this.unknownIds(text)) ids.push(unknown);
    }
    return ids;
  }

  private unknownIds(text: string): readonly number[] {
    if (this.byteIds) {
      const { byteIds } = this;
      // A token for every byte, or the unknown token for all.
      const ids = Array.from(new TextEncoder().encode(text), (byte) => byteIds[byte]);
      if (!ids.includes(undefined)) return ids as number[];
    }
    if (this.unknown === null) throw noUnknownToken(text);
    return [this.unknown];
  }

  /** Index = where a token ends: its best score, start and id. */
  private findBest(piece: string): void {
    const size = piece.length;
    if (this.score.length <= size) {
      this.score = new Float64Array(2 * size + 1);
      this.start = new Int32Array(2 * size + 1);
      this.token = new Int32Array(2 * size + 1);
    }
    const { score, start, trie } = this;
    const { scores } = this.vocabulary;
    start.fill(-1, 0, size + 1);
    score[0] = 0;
    for (let at = 0; at < size;) {
      const units = (piece.codePointAt(at) as number) > 0xffff ? 2 : 1;
      const before = score[at] as number;
      let hasSingle = false;
      for (let node = 0, i = at; i < size; i++) {
        node = trie.step(node, piece.charCodeAt(i));
        if (node < 0) break;
        const id = trie.valueAt(node);
        if (id < 0) continue;
        this.offer(at, i + 1, (scores[id] as number) + before, id);
        hasSingle ||= i + 1 - at === units;
      }
      if (!hasSingle) {
        if (this.unknown === null && this.isBetter(at + units, this.unknownScore + before))
          throw noUnknownToken(piece.slice(at, at + units));
        this.offer(at, at + units, this.unknownScore + before, this.unknown ?? -1);
      }
      at += units;
    }
  }

  private isBetter(end: number, score: number): boolean {
    return this.start[end] === -1 || score > (this.score[end] as number);
  }

  private offer(from: number, end: number, score: number, id: number): void {
    if (!this.isBetter(end, score)) return;
    this.score[end] = score;
    this.start[end] = from;
    this.token[end] = id;
  }

  /** Starts and ends along the best way; unknown characters in a row are one part. */
  private spans(size: number): (readonly [number, number])[] {
    const spans: [number, number][] = [];
    let isOpen = false;
    for (let end = size; end > 0;) {
      const from = this.start[end] as number;
      const isUnknown = this.token[end] === this.unknown;
      if (isUnknown && isOpen) spans[spans.length - 1]![0] = from;
      else spans.push([from, end]);
      isOpen = isUnknown;
      end = from;
    }
    return spans.reverse();
  }
}
