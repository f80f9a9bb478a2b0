/**
 * Byte-level BPE (Sennrich et al. 2016; byte level as in GPT-2): ids 0 to 255 are bytes, id 256 + i is the
 * i-th merge. Any text can be encoded. Training is in bpeTraining.ts.
 */
import { pretokenize } from './pretokenize';
import {
  checkedId,
  decodeUtf8,
  idMark,
  joinTokenBytes,
  TokenizerError,
  visibleText,
  wellFormed,
  type Tokenizer,
  type TokenizerJson,
} from './tokenizer';

/** Pieces remembered before the cache is emptied; about 20 MB at worst in ordinary text. */
const CACHE_PIECES = 1 << 16;
const NO_MERGE = 0x7fffffff;
/** A neighbor has changed. */
const STALE = -1;

export type Merge = readonly [left: number, right: number];

/** One number for a pair of ids; exact for vocabularies up to 2^24. */
export const pairKey = (left: number, right: number): number => left * 16777216 + right;

export class BpeTokenizer implements Tokenizer {
  readonly kind = 'bpe';
  readonly merges: readonly Merge[];
  readonly vocabSize: number;
  readonly pieces: (text: string) => readonly string[];
  private readonly bytesOf: readonly Uint8Array[];
  private readonly mergedId = new Map<number, number>();
  private readonly cache = new Map<string, Int32Array>();
  private readonly encoder = new TextEncoder();

  /** `pieces` cuts a well-formed text; merges stay inside a piece. */
  constructor(merges: readonly Merge[], pieces: (text: string) => readonly string[] = pretokenize) {
    this.pieces = pieces;
    const bytesOf = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    merges.forEach(([left, right], i) => {
      const a = bytesOf[left];
      const b = bytesOf[right];
      if (!a || !b) throw new TokenizerError('bad_json', { merge: i, left, right });
      const joined = new Uint8Array(a.length + b.length);
      joined.set(a);
      joined.set(b, a.length);
      bytesOf.push(joined);
      if (!this.mergedId.has(pairKey(left, right)))
        this.mergedId.set(pairKey(left, right), 256 + i);
    });
    this.merges = merges;
    this.bytesOf = bytesOf;
    this.vocabSize = bytesOf.length;
  }

  static fromJSON(json: TokenizerJson): BpeTokenizer {
    const { merges } = json;
    if (json.kind !== 'bpe' || !Array.isArray(merges) || !merges.every(isMerge))
      throw new TokenizerError('bad_json', { kind: json.kind });
    return new BpeTokenizer(merges);
  }

  encode(text: string): Int32Array {
    // The pieces' ids are at most as many as the bytes, which are at most three a UTF-16 unit.
    let ids = new Int32Array(Math.max(16, text.length));
    let count = 0;
    for (const piece of this.pieces(wellFormed(text))) {
      const part = this.encodePiece(piece);
      if (count + part.length > ids.length) {
        const larger = new Int32Array(2 * ids.length + part.length);
        larger.set(ids);
        ids = larger;
      }
      // Most pieces are one or two tokens: `set` costs more than the loop.
      for (let i = 0; i < part.length; i++) ids[count++] = part[i] as number;
    }
    return ids.slice(0, count);
  }

  decode(ids: ArrayLike<number>): string {
    return decodeUtf8(joinTokenBytes(this, ids));
  }

  tokenText(id: number): string {
    return this.bytesOf[id] ? visibleText(this.tokenBytes(id)) : idMark(checkedId(id));
  }

  tokenBytes(id: number): Uint8Array {
    return this.bytesOf[checkedId(id)] ?? new Uint8Array(0);
  }

  toJSON(): TokenizerJson {
    return { kind: 'bpe', merges: this.merges };
  }

  private encodePiece(piece: string): Int32Array {
    const known = this.cache.get(piece);
    if (known) return known;
    const ids = this.mergeBytes(Int32Array.from(this.encoder.encode(piece)));
    if (this.cache.size >= CACHE_PIECES) this.cache.clear();
    this.cache.set(piece, ids);
    return ids;
  }

  /**
   * Always the earliest-learned merge, everywhere it stands, leftmost first: a merge is learned after
   * its parts, so no earlier one can arise meanwhile.
   */
  private mergeBytes(ids: Int32Array): Int32Array {
    let length = ids.length;
    // ranks[i]: the id that merging i with i + 1 gives; a smaller id was learned earlier.
    const ranks = new Int32Array(length);
    const rank = (i: number): number =>
      i + 1 < length
        ? (this.mergedId.get(pairKey(ids[i] as number, ids[i + 1] as number)) ?? NO_MERGE)
        : NO_MERGE;
    for (let i = 0; i < length; i++) ranks[i] = rank(i);
    for (;;) {
      const best = lowest(ranks, length);
      if (best === NO_MERGE) return ids.slice(0, length);
      let to = 0;
      for (let from = 0; from < length; to++) {
        const merges = ranks[from] === best;
        ids[to] = merges ? best : (ids[from] as number);
        ranks[to] = merges ? STALE : (ranks[from] as number);
        if (merges && to > 0) ranks[to - 1] = STALE;
        from += merges ? 2 : 1;
      }
      length = to;
      for (let i = 0; i < length; i++) if (ranks[i] === STALE) ranks[i] = rank(i);
    }
  }
}

function lowest(ranks: Int32Array, length: number): number {
  let best = NO_MERGE;
  for (let i = 0; i < length; i++) if ((ranks[i] as number) < best) best = ranks[i] as number;
  return best;
}

const isMerge = (value: unknown): value is Merge =>
  Array.isArray(value) && value.length === 2 && value.every((id) => Number.isInteger(id));
