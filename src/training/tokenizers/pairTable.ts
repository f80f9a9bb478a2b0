/** Where pairs of symbols stand in all distinct pieces, kept up to date while pairs are merged. */
import { pairKey, type Merge } from './bpe';
import { PairHeap } from './pairHeap';

export interface CountedPiece {
  readonly symbols: ArrayLike<number>;
  readonly count: number;
}

/** All symbols of all distinct pieces in flat arrays, and where each pair stands. */
export class PairTable {
  private readonly symbol: Int32Array;
  /** Neighbors in the same piece; -1 at its ends. A merged-away place has symbol -1. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly weight: Float64Array;
  private readonly pairCount = new Map<number, number>();
  /** Positions where the pair stood when it was noted; checked again when it is used. */
  private readonly positions = new Map<number, number[]>();
  private readonly heap = new PairHeap();

  constructor(pieces: readonly CountedPiece[]) {
    const size = pieces.reduce((sum, { symbols }) => sum + symbols.length, 0);
    this.symbol = new Int32Array(size);
    this.next = new Int32Array(size).fill(-1);
    this.previous = new Int32Array(size).fill(-1);
    this.weight = new Float64Array(size);
    let at = 0;
    for (const { symbols, count } of pieces) {
      for (let i = 0; i < symbols.length; i++, at++) {
        this.symbol[at] = symbols[i] as number;
        this.weight[at] = count;
        if (i === 0) continue;
        this.previous[at] = at - 1;
        this.next[at - 1] = at;
        this.note(at - 1, at);
      }
    }
    for (const [key, count] of this.pairCount) this.heap.push(key, count);
  }

  /** The most frequent pair that occurs at least twice; its count in the heap may be out of date, and then it goes back. */
  best(): Merge | undefined {
    for (;;) {
      const top = this.heap.pop();
      if (!top) return undefined;
      const count = this.pairCount.get(top.key) ?? 0;
      if (count < 2) continue;
      if (count === top.count) return [Math.floor(top.key / 16777216), top.key % 16777216];
      this.heap.push(top.key, count);
    }
  }

  merge([left, right]: Merge, merged: number): void {
    const key = pairKey(left, right);
    const born = new Set<number>();
    for (const at of this.positions.get(key) ?? []) {
      const after = this.next[at] as number;
      if (this.symbol[at] !== left || after < 0 || this.symbol[after] !== right) continue;
      const before = this.previous[at] as number;
      const beyond = this.next[after] as number;
      if (before >= 0) this.forget(before, at);
      if (beyond >= 0) this.forget(after, beyond);
      this.symbol[at] = merged;
      this.symbol[after] = -1;
      this.next[at] = beyond;
      if (beyond >= 0) {
        this.previous[beyond] = at;
        born.add(this.note(at, beyond));
      }
      if (before >= 0) born.add(this.note(before, at));
    }
    this.pairCount.delete(key);
    this.positions.delete(key);
    for (const pair of born) {
      const count = this.pairCount.get(pair) ?? 0;
      if (count > 1) this.heap.push(pair, count);
    }
  }

  private note(at: number, after: number): number {
    const key = pairKey(this.symbol[at] as number, this.symbol[after] as number);
    this.pairCount.set(key, (this.pairCount.get(key) ?? 0) + (this.weight[at] as number));
    const noted = this.positions.get(key);
    if (noted) noted.push(at);
    else this.positions.set(key, [at]);
    return key;
  }

  private forget(at: number, after: number): void {
    const key = pairKey(this.symbol[at] as number, this.symbol[after] as number);
    this.pairCount.set(key, (this.pairCount.get(key) ?? 0) - (this.weight[at] as number));
  }
}
