/**
 * Learns a WordPiece vocabulary: the characters, then pieces joined in the order of how often they
 * stand side by side, as Hugging Face's trainer does. Ties go to the pair with the smaller ids.
 */
import { PairTable } from './pairTable';
import { TokenizerError } from './tokenizer';
import { CONTINUES, SPECIAL_TOKENS, WordPieceTokenizer, wordsOf } from './wordpiece';

export interface WordPieceTrainingOptions {
  /** With the special tokens; at least one more than those. */
  readonly vocabSize: number;
  readonly lowercase?: boolean;
  readonly onProgress?: (tokenCount: number, tokenTotal: number, token: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Work between two turns of the event loop. */
const SLICE_MS = 20;

export async function trainWordPiece(
  text: string,
  { vocabSize, lowercase = false, onProgress, signal }: WordPieceTrainingOptions,
): Promise<WordPieceTokenizer> {
  if (!Number.isInteger(vocabSize) || vocabSize <= SPECIAL_TOKENS.length)
    throw new TokenizerError('bad_vocab_size', { vocabSize });
  const steps = learn(text, vocabSize, lowercase);
  let sliceStartMs = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (signal?.aborted) throw new TokenizerError('aborted');
    const tokens = step.value;
    if (step.done || performance.now() - sliceStartMs >= SLICE_MS) {
      onProgress?.(tokens.length, vocabSize, tokens.at(-1) ?? '');
      if (step.done) return new WordPieceTokenizer(tokens, lowercase);
      await new Promise((resume) => setTimeout(resume, 0));
      sliceStartMs = performance.now();
    }
  }
}

/** One line at a time, so that a large text does not hold the event loop. */
function* learn(
  text: string,
  vocabSize: number,
  lowercase: boolean,
): Generator<readonly string[], readonly string[]> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    for (const word of wordsOf(line, lowercase)) counts.set(word, (counts.get(word) ?? 0) + 1);
    yield SPECIAL_TOKENS;
  }
  const tokens = [...SPECIAL_TOKENS, ...alphabetOf(counts, vocabSize - SPECIAL_TOKENS.length)];
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const pieces = Array.from(counts, ([word, count]) => ({ symbols: lettersOf(word), count }))
    .filter(({ symbols }) => symbols.every((letter) => idOf.has(letter)))
    .map(({ symbols, count }) => ({ symbols: symbols.map((letter) => idOf.get(letter)!), count }));
  const table = new PairTable(pieces);
  while (tokens.length < vocabSize) {
    const pair = table.best();
    if (!pair) break;
    const [left, right] = pair.map((id) => tokens[id]!) as [string, string];
    const joined = left + right.slice(CONTINUES.length);
    const id = idOf.get(joined) ?? tokens.length;
    if (id === tokens.length) {
      tokens.push(joined);
      idOf.set(joined, id);
    }
    table.merge(pair, id);
    yield tokens;
  }
  return tokens;
}

/** A word's characters, all but the first marked as continuing. */
const lettersOf = (word: string): string[] =>
  Array.from(word, (character, index) => (index === 0 ? character : CONTINUES + character));

/** The most frequent characters, in order of frequency and then of code points. */
function alphabetOf(counts: ReadonlyMap<string, number>, room: number): string[] {
  const letters = new Map<string, number>();
  for (const [word, count] of counts) {
    for (const letter of lettersOf(word)) letters.set(letter, (letters.get(letter) ?? 0) + count);
  }
  return [...letters]
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, room)
    .map(([letter]) => letter);
}
