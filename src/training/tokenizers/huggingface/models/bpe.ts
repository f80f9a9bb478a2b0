// BPE of the Rust library: single characters, then merges by rank, leftmost first, over a heap: a piece of a
// million characters takes n log n.
import { shownValue } from '../../../formats/fieldTable';
import { MergeHeap } from './mergeHeap';
import type { PieceModel } from './model';
import { badFile, type TokenizerComponent } from '../component';
import { PairTable } from './pairTable';
import { noUnknownToken } from './unknownToken';
import { vocabularyOf, type Vocabulary } from './vocabulary';

export class BpeModel implements PieceModel {
  readonly vocabulary: Vocabulary;
  private readonly merges: PairTable;
  private readonly mergedId: Int32Array;
  private readonly unknown: string | null;
  private readonly prefix: string;
  private readonly suffix: string;
  private readonly fusesUnknown: boolean;
  private readonly ignoresMerges: boolean;
  /** Index = byte; null without byte_fallback. */
  private readonly byteIds: readonly (number | undefined)[] | null;
  private readonly word = new Word();

  constructor(component: TokenizerComponent) {
    this.vocabulary = vocabularyOf(component.values.vocab, component.name);
    this.unknown = component.optionalText('unk_token');
    this.prefix = component.optionalText('continuing_subword_prefix') ?? '';
    this.suffix = component.optionalText('end_of_word_suffix') ?? '';
    this.fusesUnknown = component.flag('fuse_unk', false);
    this.ignoresMerges = component.flag('ignore_merges', false);
    this.byteIds = component.flag('byte_fallback', false) ? byteIdsOf(this.vocabulary.idOf) : null;
    const list = component.list('merges');
    this.merges = new PairTable(list.length);
    this.mergedId = new Int32Array(list.length);
    this.readMerges(list);
  }

  private readMerges(list: readonly unknown[]): void {
    const { idOf } = this.vocabulary;
    let rank = 0;
    for (const entry of list) {
      if (typeof entry === 'string' && entry.startsWith('#version')) continue;
      const [left, right] = mergePair(entry);
      const [a, b, id] = [idOf.get(left), idOf.get(right), this.joinedId(left, right)];
      if (a === undefined || b === undefined || id === undefined)
        throw badFile('merge_tokens', { merge: shownValue(entry) });
      this.mergedId[rank] = id;
      this.merges.set(a, b, rank);
      rank += 1;
    }
  }

  private lastJoined = 0;

  /** Merges mostly come in the order of their results: comparing is cheaper than joining and looking up. */
  private joinedId(left: string, right: string): number | undefined {
    const { idOf, tokens } = this.vocabulary;
    if (this.prefix !== '') return idOf.get(left + this.withoutPrefix(right));
    for (let guess = this.lastJoined; guess <= this.lastJoined + 1; guess++) {
      const token = tokens[guess];
      const isIt =
        token?.length === left.length + right.length &&
        token.startsWith(left) &&
        token.endsWith(right);
      if (isIt) return (this.lastJoined = guess);
    }
    const id = idOf.get(left + right);
    if (id !== undefined) this.lastJoined = id;
    return id;
  }

  /** As many bytes as the prefix has are left out, whatever they are. */
  private withoutPrefix(right: string): string {
    if (right.startsWith(this.prefix)) return right.slice(this.prefix.length);
    const bytes = new TextEncoder().encode(right);
    const cut = new TextEncoder().encode(this.prefix).length;
    return new TextDecoder().decode(bytes.subarray(cut));
  }

  encode(piece: string): readonly number[] | Int32Array {
    if (this.ignoresMerges) {
      const id = this.vocabulary.idOf.get(piece);
      if (id !== undefined) return [id];
    }
    this.word.clear(piece.length);
    this.addCharacters(piece);
    return this.word.merge(this.merges, this.mergedId);
  }

  private addCharacters(piece: string): void {
    const { idOf } = this.vocabulary;
    // An unknown token waits, so that further ones can join it; bytes do not make it come first.
    let waiting = -1;
    for (let at = 0; at < piece.length;) {
      const end = at + ((piece.codePointAt(at) as number) > 0xffff ? 2 : 1);
      const character = piece.slice(at, end);
      const token = `${at > 0 ? this.prefix : ''}${character}${end === piece.length ? this.suffix : ''}`;
      at = end;
      const id = idOf.get(token);
      if (id !== undefined) {
        if (waiting >= 0) this.word.add(waiting);
        waiting = -1;
        this.word.add(id);
        continue;
      }
      if (this.byteIds && this.addBytes(token, this.byteIds)) continue;
      if (this.unknown === null) continue;
      if (waiting >= 0 && this.fusesUnknown) continue;
      if (waiting >= 0) this.word.add(waiting);
      waiting = idOf.get(this.unknown) ?? -1;
      if (waiting < 0) throw noUnknownToken(character);
    }
    if (waiting >= 0) this.word.add(waiting);
  }

  private addBytes(token: string, byteIds: readonly (number | undefined)[]): boolean {
    const ids = Array.from(new TextEncoder().encode(token), (byte) => byteIds[byte]);
    if (ids.includes(undefined)) return false;
    for (const id of ids) this.word.add(id as number);
    return true;
  }
}

function mergePair(entry: unknown): readonly [string, string] {
  const pair: unknown = typeof entry === 'string' ? entry.split(' ') : entry;
  if (Array.isArray(pair) && pair.length === 2) {
    const [left, right] = pair as unknown[];
    if (typeof left === 'string' && typeof right === 'string') return [left, right];
  }
  throw badFile('merge_form', { merge: shownValue(entry) });
}

/** Ids of <0x00> to <0xFF>. */
export const byteIdsOf = (idOf: ReadonlyMap<string, number>): (number | undefined)[] =>
  Array.from({ length: 256 }, (_, byte) =>
    idOf.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
  );

/** The symbols of one piece as a list with links; its arrays are used again. */
class Word {
  private ids = new Int32Array(64);
  private previous = new Int32Array(64);
  private next = new Int32Array(64);
  private isGone = new Uint8Array(64);
  private length = 0;
  private readonly heap = new MergeHeap();

  clear(units: number): void {
    this.length = 0;
    // Bytes are at most three a unit, and a prefix or suffix adds some to each.
    if (this.ids.length < units) this.resize(2 * units);
  }

  add(id: number): void {
    if (this.length === this.ids.length) this.resize(2 * this.length);
    this.ids[this.length++] = id;
  }

  private resize(capacity: number): void {
    const ids = new Int32Array(capacity);
    ids.set(this.ids.subarray(0, this.length));
    this.ids = ids;
    this.previous = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.isGone = new Uint8Array(capacity);
  }

  merge(merges: PairTable, mergedId: Int32Array): Int32Array {
    const { ids, previous, next, isGone, heap, length } = this;
    heap.clear();
    for (let i = 0; i < length; i++) {
      previous[i] = i - 1;
      next[i] = i + 1 < length ? i + 1 : -1;
      isGone[i] = 0;
    }
    for (let i = 0; i + 1 < length; i++) {
      const rank = merges.get(ids[i] as number, ids[i + 1] as number);
      if (rank >= 0) heap.push(rank, i);
    }
    let left = length;
    while (heap.pop()) {
      const at = heap.position;
      const after = next[at] as number;
      if (isGone[at] === 1 || after < 0) continue;
      const id = mergedId[heap.rank] as number;
      // The entry holds as long as what stands there now merges into the same token.
      const rank = merges.get(ids[at] as number, ids[after] as number);
      if (rank < 0 || mergedId[rank] !== id) continue;
      ids[at] = id;
      isGone[after] = 1;
      left -= 1;
      const beyond = next[after] as number;
      const before = previous[at] as number;
      next[at] = beyond;
      if (beyond >= 0) previous[beyond] = at;
      if (before >= 0) {
        const newRank = merges.get(ids[before] as number, id);
        if (newRank >= 0) heap.push(newRank, before);
      }
      if (beyond >= 0) {
        const newRank = merges.get(id, ids[beyond] as number);
        if (newRank >= 0) heap.push(newRank, at);
      }
    }
    const merged = new Int32Array(left);
    for (let at = 0, to = 0; to < left; at = next[at] as number) merged[to++] = ids[at] as number;
    return merged;
  }
}
