// Which columns of a table hold examples. Apart from reading them, which brings decoders that no page may run.

export interface ExampleMapping {
  readonly text: string;
  /** The other text of a pair. */
  readonly second?: string | undefined;
  /** The column of the class or of the answer. */
  readonly result: string;
  readonly kind: 'classes' | 'answers';
}

const TEXTS = [
  'text',
  'sentence',
  'review',
  'sentence1',
  'premise',
  'question',
  'prompt',
  'content',
];
const SECONDS = ['sentence2', 'hypothesis'];
const CLASSES = ['label', 'sentiment', 'class', 'polarity', 'labels', 'target'];
const ANSWERS = ['answer', 'completion', 'response', 'summary', 'output'];

/** By the usual names; else the first column is the text and the last the class. */
export function suggestExampleMapping(columns: readonly string[]): ExampleMapping | null {
  const named = (names: readonly string[]): string | undefined =>
    names.flatMap((name) => columns.filter((column) => column.toLowerCase() === name))[0];
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined || columns.length < 2) return null;
  const label = named(CLASSES);
  const answer = named(ANSWERS);
  const kind = label === undefined && answer !== undefined ? 'answers' : 'classes';
  const result = label ?? answer ?? last;
  const text = named(TEXTS) ?? columns.find((column) => column !== result)!;
  const second = kind === 'classes' ? named(SECONDS) : undefined;
  return { text, result, kind, ...(second !== undefined && { second }) };
}
