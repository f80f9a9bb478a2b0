// The words that a model has learned from, where what it read is built in: made again from its provenance.
import { CORPORA, generateSplits } from '../../training/data/corpora/corpora';
import type { Examples } from '../../training/data/examples/examples';
import { wordsOf } from '../../training/evaluate/knownWords';
import type { RunConfig } from '../../training/run/config';
import { exampleSetsFor } from './examples';

/** Enough of a text to have met its words. */
const READ_CHARS = 600_000;

/** Null where the text is not built in. */
export function learnedWords({ data }: Pick<RunConfig, 'data'>): ReadonlySet<string> | null {
  const { corpus: id, size_chars: chars = READ_CHARS, seed } = data;
  const corpus = CORPORA.find((one) => one.id === id);
  if (corpus?.kind !== 'grammar' && corpus?.kind !== 'task') return null;
  const trainChars = Math.min(chars, READ_CHARS);
  const text =
    corpus.kind === 'grammar' ? generateSplits({ ...corpus, trainChars }, seed).train : '';
  return new Set([...textsOf(exampleSetsFor({ data })), text].flatMap(wordsOf));
}

/** What there is to learn from these sets. */
export const textsOf = (sets: ReadonlyMap<string, Examples>): string[] =>
  [...sets.values()].flatMap(({ train }) =>
    train.flatMap(({ text, second = '' }) => [text, second]),
  );
