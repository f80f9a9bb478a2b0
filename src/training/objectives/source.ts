// The text that objectives read: corpora one behind the other, as ids, and what their tokens mean.
import { createRandomStream, type RandomStream } from '../data/random';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { SPECIAL_TOKENS } from '../tokenizers/wordpiece';
import type { ExampleData } from './exampleData';
import type { Draw, Split } from './part';

export interface SourceRange {
  readonly from: number;
  readonly to: number;
}

export interface TextSource extends Readonly<Record<Split, SourceRange>> {
  readonly id: string;
  /** Read from this step on; undefined: only by an objective that names it. */
  readonly fromStep?: number | undefined;
}

/** What a plan knows of a tokeniser that has not been trained yet is enough. */
export type NamedTokens = Pick<Tokenizer, 'kind' | 'vocabSize'> &
  Partial<Pick<Tokenizer, 'tokenText'>>;

/** Ids beyond a tokeniser's own that objectives need. */
export interface SpecialIds {
  readonly pad: number;
  readonly cls: number;
  readonly sep: number;
  readonly mask: number;
  /** <extra_id_0>, <extra_id_1>, … */
  readonly sentinels: readonly number[];
  /** Of the model: the tokeniser's ids and those added. */
  readonly vocabSize: number;
}

export interface TextData extends Readonly<Record<Split, Int32Array<ArrayBuffer>>> {
  readonly sources: readonly TextSource[];
  readonly special: SpecialIds;
  /** By id. */
  readonly endsSentence: readonly boolean[];
  readonly continuesWord: (before: number, id: number) => boolean;
  readonly seed: number;
  /** Of the objectives that learn from examples. */
  readonly examples?: ExampleData | undefined;
}

const NAMES = ['[PAD]', '[CLS]', '[SEP]', '[MASK]'] as const;
/** Vocabularies in which BERT's special tokens may stand. */
const HAVE_NAMES: readonly string[] = ['wordpiece', 'tokenizer_json'];

/** A vocabulary that has BERT's special tokens keeps them; others get new ids behind their own. */
export function specialIds(tokenizer: NamedTokens, sentinelCount: number): SpecialIds {
  const known = new Map<string, number>();
  if (tokenizer.kind === 'wordpiece') SPECIAL_TOKENS.forEach((name, id) => known.set(name, id));
  if (HAVE_NAMES.includes(tokenizer.kind)) {
    for (let id = 0; id < tokenizer.vocabSize && tokenizer.tokenText; id++) {
      known.set(tokenizer.tokenText(id), id);
    }
  }
  let next = tokenizer.vocabSize;
  const [pad, cls, sep, mask] = NAMES.map((name) => known.get(name) ?? next++);
  const sentinels = Array.from({ length: sentinelCount }, () => next++);
  return { pad: pad!, cls: cls!, sep: sep!, mask: mask!, sentinels, vocabSize: next };
}

const ENDS_SENTENCE = /[.!?。！？\n][”"’)]*$/u;
/** Han characters are words of their own. */
const BEGINS_INSIDE = /^(?!\p{Script=Han})[\p{L}\p{N}]/u;
const ENDS_INSIDE = /(?!\p{Script=Han})[\p{L}\p{N}]$/u;

export function tokenMeanings(
  tokenizer: Tokenizer,
): Pick<TextData, 'endsSentence' | 'continuesWord'> {
  const texts = Array.from({ length: tokenizer.vocabSize }, (_, id) =>
    new TextDecoder().decode(tokenizer.tokenBytes(id)),
  );
  const begins = texts.map((text) => BEGINS_INSIDE.test(text));
  const ends = texts.map((text) => ENDS_INSIDE.test(text));
  return {
    endsSentence: texts.map((text) => ENDS_SENTENCE.test(text)),
    continuesWord: (before, id) => (ends[before] ?? false) && (begins[id] ?? false),
  };
}

/** The random numbers of one example of a draw. */
export function exampleStream(data: TextData, draw: Draw, row: number, rows: number): RandomStream {
  const salt = (draw.split === 'train' ? 0 : 0x2545_f491) ^ Math.imul(draw.source, 0x9e37_79b9);
  return createRandomStream((data.seed ^ salt) | 0, draw.index * rows + row);
}

export const rangeOf = (
  { sources }: TextData,
  { source, split }: Omit<Draw, 'index'>,
): SourceRange => sources[source]![split];

/** A window of `length` tokens, from anywhere in the corpus that is being read. */
export function drawWindow(
  data: TextData,
  draw: Draw,
  length: number,
  random: RandomStream,
): Int32Array {
  const { from, to } = rangeOf(data, draw);
  const start = from + Math.floor(random.next() * Math.max(1, to - from - length));
  return data[draw.split].subarray(start, Math.min(to, start + length));
}
