/**
 * Learns the merges of byte-level BPE. Every distinct piece is kept once with its count; its symbols form a
 * linked list, so a merge touches only the places where its pair stands, and a heap gives the next pair.
 * Ties go to the pair with the smaller ids, so the same text always gives the same merges.
 */
import { BpeTokenizer, pairKey, type Merge } from './bpe';
import { PairHeap } from './pairHeap';
import { pretokenize } from './pretokenize';
import { TokenizerError, visibleText, wellFormed } from './tokenizer';

export interface BpeTrainingOptions {
  /** At least 256. Fewer are learnt where no pair occurs twice any more. */
  readonly vocabSize: number;
  readonly onProgress?: (mergeCount: number, mergeTotal: number, pairText: string) => void;
  readonly signal?: AbortSignal;
}

/** Work between two turns of the event loop, so that progress is seen and "stop" is heard. */
const SLICE_MS = 20;
const COUNT_CHARS = 1 << 18;

export async function trainBpe(
  text: string,
  { vocabSize, onProgress, signal }: BpeTrainingOptions,
): Promise<BpeTokenizer> {
  if (!Number.isInteger(vocabSize) || vocabSize < 256 || vocabSize > 1 << 20)
    throw new TokenizerError('bad_vocab_size', { vocabSize });
  const mergeTotal = vocabSize - 256;
  const steps = learn(text, mergeTotal);
  let sliceStartMs = performance.now();
  for (;;) {
    if (signal?.aborted) throw new TokenizerError('aborted');
    const step = steps.next();
    if (step.done) {
      const tokenizer = new BpeTokenizer(step.value.merges);
      onProgress?.(step.value.merges.length, mergeTotal, '');
      return tokenizer;
    }
    if (performance.now() - sliceStartMs < SLICE_MS) continue;
    onProgress?.(step.value.merges.length, mergeTotal, step.value.lastText());
    await new Promise((resume) => setTimeout(resume, 0));
    sliceStartMs = performance.now();
  }
}

interface Learnt {
  readonly merges: Merge[];
  /** The newest token, for display. */
  lastText(): string;
}

function* learn(text: string, mergeTotal: number): Generator<Learnt, Learnt> {
  const bytesOf: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const learnt: Learnt = {
    merges: [],
    lastText: () => (learnt.merges.length === 0 ? '' : visibleText(bytesOf.at(-1) as Uint8Array)),
  };
  const counts = new Map<string, number>();
  const source = wellFormed(text);
  for (let from = 0; from < source.length;) {
    // Cut before a line break, where a piece begins anyway.
    const lineBreak = source.indexOf('\n', from + COUNT_CHARS);
    const to =
      lineBreak < 0 || lineBreak > from + 8 * COUNT_CHARS
        ? Math.min(source.length, evenCut(source, from + 8 * COUNT_CHARS))
        : lineBreak;
    for (const piece of pretokenize(source.slice(from, to)))
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    from = to;
    yield learnt;
  }
  const table = new PairTable(counts);
  while (learnt.merges.length < mergeTotal) {
    const pair = table.best();
    if (!pair) return learnt;
    table.merge(pair, 256 + learnt.merges.length);
    learnt.merges.push(pair);
    const [left, right] = pair;
    bytesOf.push(
      Uint8Array.from([...(bytesOf[left] as Uint8Array), ...(bytesOf[right] as Uint8Array)]),
    );
    yield learnt;
  }
  return learnt;
}

/** Not between the halves of a surrogate pair. */
const evenCut = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;

/** All symbols of all distinct pieces in flat arrays, and where each pair stands. */
class PairTable {
  private readonly symbol: Int32Array;
  /** Neighbours in the same piece; -1 at its ends. A merged-away place has symbol -1. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly weight: Float64Array;
  private readonly pairCount = new Map<number, number>();
  /** Places where the pair stood when it was noted; checked again when it is used. */
  private readonly places = new Map<number, number[]>();
  private readonly heap = new PairHeap();

  constructor(counts: ReadonlyMap<string, number>) {
    const encoder = new TextEncoder();
    const pieces = Array.from(counts, ([piece, count]) => ({
      bytes: encoder.encode(piece),
      count,
    }));
    const size = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.symbol = new Int32Array(size);
    this.next = new Int32Array(size).fill(-1);
    this.previous = new Int32Array(size).fill(-1);
    this.weight = new Float64Array(size);
    let at = 0;
    for (const { bytes, count } of pieces) {
      for (let i = 0; i < bytes.length; i++, at++) {
        this.symbol[at] = bytes[i] as number;
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
    for (const at of this.places.get(key) ?? []) {
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
    this.places.delete(key);
    for (const pair of born) {
      const count = this.pairCount.get(pair) ?? 0;
      if (count > 1) this.heap.push(pair, count);
    }
  }

  private note(at: number, after: number): number {
    const key = pairKey(this.symbol[at] as number, this.symbol[after] as number);
    this.pairCount.set(key, (this.pairCount.get(key) ?? 0) + (this.weight[at] as number));
    const places = this.places.get(key);
    if (places) places.push(at);
    else this.places.set(key, [at]);
    return key;
  }

  private forget(at: number, after: number): void {
    const key = pairKey(this.symbol[at] as number, this.symbol[after] as number);
    this.pairCount.set(key, (this.pairCount.get(key) ?? 0) - (this.weight[at] as number));
  }
}
