// The text that objectives read: corpora one behind the other, as ids, and what their tokens mean.
import { createRandomStream, type RandomStream } from '../data/random';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { ExampleData } from './exampleData';
import type { ScheduledText } from '../run/texts/textSchedule';
import type { Draw, Place, Split } from './lossTerm';
import type { SpecialIds } from './specialIds';

export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

export interface TextSource extends Readonly<Record<Split, SourceRange>> {
  readonly id: string;
}

export interface TextData extends Readonly<Record<Split, Int32Array<ArrayBuffer>>> {
  readonly sources: readonly TextSource[];
  /** What is read when, by objectives that name no text. */
  readonly schedule: readonly ScheduledText[];
  /** Index of the text of which only the held-out part is read: what may be forgotten. */
  readonly general?: number | undefined;
  readonly special: SpecialIds;
  /** By id. */
  readonly endsSentence: readonly boolean[];
  readonly continuesWord: (before: number, id: number) => boolean;
  readonly seed: number;
  /** Tokens of a block, where windows begin with a token of the model's (beginnings.ts). */
  readonly block?: number | undefined;
  /** Of the objectives that learn from examples. */
  readonly examples?: ExampleData | undefined;
  /** All of the run's sets, for objectives that name one. */
  readonly exampleSets?: ReadonlyMap<string, ExampleData> | undefined;
}

const ENDS_SENTENCE = /[.!?。！？\n][”"’)]*$/u;
/** Han characters are words of their own. */
const BEGINS_INSIDE = /^(?!\p{Script=Han})[\p{L}\p{N}]/u;
const ENDS_INSIDE = /(?!\p{Script=Han})[\p{L}\p{N}]$/u;

export function tokenMeanings(
  tokenizer: Tokenizer,
): Pick<TextData, 'endsSentence' | 'continuesWord'> {
  const decoder = new TextDecoder();
  const texts = Array.from({ length: tokenizer.vocabSize }, (_, id) =>
    decoder.decode(tokenizer.tokenBytes(id)),
  );
  const begins = texts.map((text) => BEGINS_INSIDE.test(text));
  const ends = texts.map((text) => ENDS_INSIDE.test(text));
  return {
    endsSentence: texts.map((text) => ENDS_SENTENCE.test(text)),
    continuesWord: (before, id) => (ends[before] ?? false) && (begins[id] ?? false),
  };
}

/** Tokens one behind the other, and where each source lies; a single one is not copied. */
export function laidOut(terms: readonly Int32Array<ArrayBuffer>[]) {
  const [only] = terms;
  const length = terms.reduce((sum, term) => sum + term.length, 0);
  const tokens = only && terms.length === 1 ? only : new Int32Array(length);
  let to = 0;
  const ranges = terms.map((term): SourceRange => {
    const from = to;
    if (term !== tokens) tokens.set(term, from);
    to += term.length;
    return { from, to };
  });
  return { tokens, ranges };
}

/** The random numbers of one example of a draw. */
export function exampleStream(data: TextData, draw: Draw, row: number, rows: number): RandomStream {
  const salt =
    (draw.split === 'train' ? 0 : 0x2545_f491) ^ Math.imul(draw.sourceOf(row), 0x9e37_79b9);
  return createRandomStream((data.seed ^ salt) | 0, draw.index * rows + row);
}

export const rangeOf = ({ sources }: TextData, { source, split }: Place): SourceRange =>
  sources[source]![split];

/** Where a window of `length` tokens begins, anywhere in the text that is being read. */
export function drawStart(
  data: TextData,
  place: Place,
  length: number,
  random: RandomStream,
): number {
  const { from, to } = rangeOf(data, place);
  return from + Math.floor(random.next() * Math.max(1, to - from - length));
}

export function drawWindow(
  data: TextData,
  place: Place,
  length: number,
  random: RandomStream,
): Int32Array {
  const start = drawStart(data, place, length, random);
  return data[place.split].subarray(start, Math.min(rangeOf(data, place).to, start + length));
}
