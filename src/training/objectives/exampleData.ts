// Examples as ids. A tokenizer that came with a model writes them as its post-processor says: a text
// classifier's input is `tokenizer(text, pair, truncation=True)`. Vocabularies that are made here read a
// pair with a line break between (decoders) or as BERT does (encoders). An answer begins on a line of its
// own and is closed by the model's end token, else by a line break or [SEP] (docs/decisions/0007). An encoder with a
// decoder reads prompt and answer apart.
import { BenchtopError } from '../../gpu/errors';
import { isRegression, type Example, type Examples } from '../data/examples/examples';
import { shuffled } from '../data/augment';
import { createRandomStream } from '../data/random';
import { frameOf, idsToContinue } from '../tokenizers/frame';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { longestFirst } from '../tokenizers/truncation';
import type { Draw, Split } from './lossTerm';
import { answerClosing, type NamedTokens, type SpecialIds } from './specialIds';

/** A prompt with its answer. */
export interface EncodedAnswer {
  readonly ids: readonly number[];
  /** Where the answer begins. */
  readonly secondAt: number;
}

export interface EncodedExample {
  readonly ids: readonly number[];
  /** The prompt with the answer that is not preferred. */
  readonly rejected?: EncodedAnswer | undefined;
  /** Token types, one an id; where left out, 0 before `secondAt` and 1 from there on. */
  readonly typeIds?: ArrayLike<number> | undefined;
  /** Where the second text begins; the length where there is none. */
  readonly secondAt: number;
  readonly label: number;
  /** Of a regression. */
  readonly score?: number | undefined;
  /** What the decoder of an encoder-decoder writes; `ids` are the encoder's. */
  readonly target?: readonly number[] | undefined;
  /** [CLS] stands in front and [SEP] behind each text. */
  readonly isClosed?: boolean | undefined;
  /** Tokens that have no place. */
  readonly cut?: number | undefined;
}

export interface ExampleData extends Readonly<Record<Split, readonly EncodedExample[]>> {
  readonly labels: readonly string[];
}

interface Reader {
  readonly tokenizer: NamedTokens & Pick<Tokenizer, 'encode'>;
  readonly special: SpecialIds;
  readonly isEncoder: boolean;
  /** The decoder of an encoder writes the answer. */
  readonly hasEncoder?: boolean | undefined;
  /** Positions of a sequence. */
  readonly maxTokens?: number | undefined;
  /** Of an answer that is written behind an encoder. */
  readonly maxTargetTokens?: number | undefined;
}

function encoded(example: Example, reader: Reader, isAnswer: boolean): EncodedExample {
  if (isAnswer && !reader.isEncoder) {
    const { rejected } = example;
    const own = encodedAnswer(example, reader);
    if (rejected === undefined) return own;
    return { ...own, rejected: encodedAnswer({ ...example, second: rejected }, reader) };
  }
  if (reader.tokenizer.encodeForModel) return encodedForModel(example, reader);
  return reader.isEncoder ? encodedAsBert(example, reader) : encodedInLines(example, reader);
}

/** Decoders have no second segment: a pair is one text of two lines. */
function encodedForModel(
  { text, second, label }: Example,
  { tokenizer, isEncoder, maxTokens }: Reader,
): EncodedExample {
  const joined = second === undefined || isEncoder ? text : `${text}\n${second}`;
  const pair = isEncoder ? second : undefined;
  const { ids, typeIds, cut } = tokenizer.encodeForModel!(joined, { pair, maxTokens });
  return { ids: Array.from(ids), typeIds, secondAt: ids.length, label, cut };
}

function encodedAsBert(
  { text, second, label }: Example,
  { tokenizer, special, maxTokens = Infinity }: Reader,
): EncodedExample {
  const first = [special.cls, ...tokenizer.encode(text), special.sep];
  const rest = second === undefined ? [] : [...tokenizer.encode(second), special.sep];
  const ids = [...first, ...rest];
  const cut = Math.max(0, ids.length - maxTokens);
  return { ids, secondAt: first.length, label, isClosed: true, cut };
}

/** An example in so many positions: texts that are closed lose their ends, longest first, and stay closed. */
export function fitted(example: EncodedExample, positions: number): EncodedExample {
  const { ids, secondAt, isClosed = false } = example;
  if (ids.length <= positions) return example;
  if (!isClosed) return { ...example, ids: ids.slice(0, positions) };
  const close = ids[secondAt - 1]!;
  const [first, second] = [ids.slice(1, secondAt - 1), ids.slice(secondAt, -1)];
  const isPair = secondAt < ids.length;
  const room = Math.max(0, positions - (isPair ? 3 : 2));
  const [a, b] = longestFirst(first.length, second.length, room);
  const opening = [ids[0]!, ...first.slice(0, a), close];
  const closing = isPair ? [...second.slice(0, b), close] : [];
  return { ...example, ids: [...opening, ...closing], secondAt: opening.length };
}

function encodedInLines(
  { text, second, label }: Example,
  { tokenizer, maxTokens = Infinity }: Reader,
): EncodedExample {
  // Parts are encoded apart, so that the seam lies between two tokens.
  const first = Array.from(tokenizer.encode(second === undefined ? text : `${text}\n`));
  const all = second === undefined ? first : [...first, ...tokenizer.encode(second)];
  const ids = all.slice(0, maxTokens);
  return { ids, secondAt: first.length, label, cut: all.length - ids.length };
}

/** Text to text (Raffel et al. 2020): the answer to a text that is to be classified is its class's name. */
export function asAnswer(example: Example, labels: readonly string[]): Example {
  if (labels.length === 0) return example;
  const { text, second, label } = example;
  return { text: second === undefined ? text : `${text}\n${second}`, second: labels[label], label };
}

/** `tokenizer(text, text_target=answer, truncation=True)` of Hugging Face: both lose their ends. */
function encodedApart({ text, second = '', label }: Example, reader: Reader): EncodedExample {
  const { tokenizer, maxTokens = Infinity, maxTargetTokens = maxTokens } = reader;
  const source = sourceIds(tokenizer, text, maxTokens);
  const target = closedAnswer(second, tokenizer, maxTargetTokens);
  const cut = source.cut + target.cut;
  return { ids: source.ids, target: target.ids, secondAt: source.ids.length, label, cut };
}

/** A text as an encoder takes it, at most so many tokens of it. */
export function sourceIds(
  tokenizer: Reader['tokenizer'],
  text: string,
  maxTokens: number,
): { readonly ids: number[]; readonly cut: number } {
  if (tokenizer.encodeForModel) {
    const { ids, cut } = tokenizer.encodeForModel(text, { maxTokens });
    return { ids: Array.from(ids), cut };
  }
  const all = Array.from(tokenizer.encode(text));
  return { ids: all.slice(0, maxTokens), cut: Math.max(0, all.length - maxTokens) };
}

/** An answer keeps what closes it: that is how its end is learned. */
function closedAnswer(answer: string, tokenizer: Reader['tokenizer'], most: number) {
  const { after } = frameOf(tokenizer);
  if (after.length > 0) return sourceIds(tokenizer, answer, most);
  const { ids: closing } = answerClosing(tokenizer);
  const { ids, cut } = sourceIds(tokenizer, answer, Math.max(0, most - closing.length));
  return { ids: [...ids, ...closing], cut };
}

/** The prompt's own ids, so far as the prompt with its answer begins with them, are read; the rest is learned. */
function encodedAnswer(
  { text, second = '', label }: Example,
  { tokenizer, maxTokens = Infinity }: Reader,
): EncodedExample {
  const requested = `${text}\n`;
  const closing = answerClosing(tokenizer);
  const answer = closing.isLine ? `${second}\n` : second;
  const prompt = idsToContinue(tokenizer, requested);
  // Parts are encoded apart where that is as good, so that the seam lies between two tokens.
  const whole = tokenizer.encodeForModel
    ? idsToContinue(tokenizer, requested + answer)
    : [...prompt, ...tokenizer.encode(answer)];
  const secondAt = sharedStart(prompt, whole);
  const ids = closing.isLine ? whole : [...whole, ...closing.ids];
  return { label, ...cutAnswer(ids, secondAt, frameOf(tokenizer).before.length, maxTokens + 1) };
}

function sharedStart(some: readonly number[], others: readonly number[]): number {
  const other = some.findIndex((id, position) => id !== others[position]);
  return other < 0 ? some.length : other;
}

/** What is too long loses the start of its prompt, behind the beginning token, then the answer its end. */
function cutAnswer(ids: readonly number[], secondAt: number, lead: number, room: number) {
  const over = Math.max(0, ids.length - room);
  const fromPrompt = Math.min(over, Math.max(0, secondAt - lead));
  const shortened = [...ids.slice(0, lead), ...ids.slice(lead + fromPrompt)].slice(0, room);
  return { ids: shortened, secondAt: secondAt - fromPrompt, cut: over };
}

export function encodeExamples(examples: Examples, reader: Reader): ExampleData {
  const { labels } = examples;
  if (reader.hasEncoder && isRegression(examples)) throw writesNoNumbers(labels[0]!);
  const all = (split: Split): EncodedExample[] =>
    examples[split].map((example) => {
      if (reader.hasEncoder) return encodedApart(asAnswer(example, labels), reader);
      const { score } = example;
      return {
        ...encoded(example, reader, labels.length === 0),
        ...(score !== undefined && { score }),
      };
    });
  return { labels, train: all('train'), validation: all('validation') };
}

const writesNoNumbers = (column: string): BenchtopError =>
  new BenchtopError(
    'writes_no_numbers',
    `A T5 writes its answers: it has no output layer for the numbers in ${column}.`,
    { column },
  );

/** Which example stands where: training goes through all of them in a new order every epoch. */
export function exampleOrder(data: ExampleData, seed: number) {
  let epoch = -1;
  let order: readonly EncodedExample[] = [];
  return (
    { split, index }: Pick<Draw, 'split' | 'index'>,
    batch: number,
    row: number,
  ): EncodedExample => {
    const examples = data[split];
    const position = index * batch + row;
    if (split === 'validation') return examples[position % examples.length]!;
    const wanted = Math.floor(position / examples.length);
    if (wanted !== epoch) {
      epoch = wanted;
      order = shuffled(examples, createRandomStream(seed, wanted));
    }
    return order[position % examples.length]!;
  };
}
