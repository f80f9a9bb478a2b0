/**
 * Learns the merges of byte-level BPE. Every distinct piece is kept once with its count; its symbols form a
 * linked list, so a merge touches only the positions where its pair stands, and a heap gives the next pair.
 * Ties go to the pair with the smaller ids, so the same text always gives the same merges.
 */
import { BpeTokenizer, type Merge } from './bpe';
import { PairTable } from './pairTable';
import { pretokenize } from './pretokenize';
import { TokenizerError, visibleText, wellFormed } from './tokenizer';

export interface BpeTrainingOptions {
  /** At least 256. Fewer are learned where no pair occurs twice any more. */
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

interface Learned {
  readonly merges: Merge[];
  /** The newest token, for display. */
  lastText(): string;
}

function* learn(text: string, mergeTotal: number): Generator<Learned, Learned> {
  const bytesOf: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const learned: Learned = {
    merges: [],
    lastText: () => (learned.merges.length === 0 ? '' : visibleText(bytesOf.at(-1) as Uint8Array)),
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
    yield learned;
  }
  const encoder = new TextEncoder();
  const table = new PairTable(
    Array.from(counts, ([piece, count]) => ({ symbols: encoder.encode(piece), count })),
  );
  while (learned.merges.length < mergeTotal) {
    const pair = table.best();
    if (!pair) return learned;
    table.merge(pair, 256 + learned.merges.length);
    learned.merges.push(pair);
    const [left, right] = pair;
    bytesOf.push(
      Uint8Array.from([...(bytesOf[left] as Uint8Array), ...(bytesOf[right] as Uint8Array)]),
    );
    yield learned;
  }
  return learned;
}

/** Not between the halves of a surrogate pair. */
const evenCut = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;
