// Examples as ids. Decoders read a pair with a line break between; encoders as BERT does, behind
// [CLS] and each closed by [SEP]. An answer begins on a line of its own and ends with a line break.
import type { Example, Examples } from '../data/examples';
import { shuffled } from '../data/augment';
import { createRandomStream } from '../data/random';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { Draw, Split } from './part';
import type { SpecialIds } from './source';

export interface EncodedExample {
  readonly ids: readonly number[];
  /** Where the second text begins; the length where there is none. */
  readonly secondAt: number;
  readonly label: number;
}

export interface ExampleData extends Readonly<Record<Split, readonly EncodedExample[]>> {
  readonly labels: readonly string[];
}

interface Reader {
  readonly tokenizer: Pick<Tokenizer, 'encode'>;
  readonly special: SpecialIds;
  readonly isEncoder: boolean;
}

function encoded({ text, second, label }: Example, reader: Reader, isAnswer: boolean) {
  const { special, isEncoder } = reader;
  const idsOf = (part: string): number[] => Array.from(reader.tokenizer.encode(part));
  if (isEncoder) {
    const first = [special.cls, ...idsOf(text), special.sep];
    const rest = second === undefined ? [] : [...idsOf(second), special.sep];
    return { ids: [...first, ...rest], secondAt: first.length, label };
  }
  // Parts are encoded apart, so that the seam lies between two tokens.
  const first = idsOf(second === undefined ? text : `${text}\n`);
  const rest = second === undefined ? [] : idsOf(isAnswer ? `${second}\n` : second);
  return { ids: [...first, ...rest], secondAt: first.length, label };
}

export function encodeExamples(examples: Examples, reader: Reader): ExampleData {
  const { labels } = examples;
  const all = (split: Split): EncodedExample[] =>
    examples[split].map((example) => encoded(example, reader, labels.length === 0));
  return { labels, train: all('train'), validation: all('validation') };
}

/** Which example stands where: training goes through all of them in a new order every epoch. */
export function exampleOrder(data: ExampleData, seed: number) {
  let epoch = -1;
  let order: readonly EncodedExample[] = [];
  return ({ split, index }: Omit<Draw, 'source'>, batch: number, row: number): EncodedExample => {
    const examples = data[split];
    const place = index * batch + row;
    if (split === 'validation') return examples[place % examples.length]!;
    const wanted = Math.floor(place / examples.length);
    if (wanted !== epoch) {
      epoch = wanted;
      order = shuffled(examples, createRandomStream(seed, wanted));
    }
    return order[place % examples.length]!;
  };
}
