/**
 * What comes next in a grammar's text: its exact distribution given all that was written so far. The derivations
 * of the text so far are written on until enough is known; features that the text has not told yet count with the
 * mass of the values that are still possible.
 */
import type { Grammar } from './grammar';
import { BEGINNING, logProbOf, Walk, type State } from './grammarWalk';

export interface Continuation {
  readonly text: string;
  readonly probability: number;
}

/** More ways to go on than were to be followed. */
export class TooManyContinuations extends Error {
  override readonly name = 'TooManyContinuations';
}

/**
 * Every way in which `text` may go on until `isEnough`, with its probability; they sum to 1. Empty where the
 * grammar cannot write `text`. It starts with a document, as held-out text does.
 * @throws TooManyContinuations where there are more than `most`
 */
export function continuations(
  grammar: Grammar,
  text: string,
  isEnough: (written: string) => boolean,
  most = Infinity,
): Continuation[] {
  const { separator, root } = grammar;
  const ended = text.lastIndexOf(separator);
  // What ends behind a separator is over: documents are independent.
  const prefix = ended < 0 ? text : text.slice(ended + separator.length);
  let left = most;
  const found = new Map<string, number>();
  let reference: number | null = null;
  const emit = (state: State): void => {
    if (left-- === 0) throw new TooManyContinuations();
    const all = logProbOf(state);
    reference ??= all;
    const weight = Math.exp(all - reference);
    found.set(state.written, (found.get(state.written) ?? 0) + weight);
  };
  const walk = new Walk(prefix, { isEnough, emit });
  const document = (state: State): void =>
    walk.read(root, state, (end) => walk.text(separator, end, document));
  document(BEGINNING);
  const total = [...found.values()].reduce((sum, weight) => sum + weight, 0);
  return Array.from(found, ([own, weight]) => ({ text: own, probability: weight / total }));
}

/** Characters of `text`, from its start, that the grammar can write: all, or up to where it never goes on so. */
export function writableLength({ separator, root }: Grammar, text: string): number {
  const documents = text.split(separator);
  let start = 0;
  for (const [index, own] of documents.entries()) {
    const document = index < documents.length - 1 ? own + separator : own;
    const walk = new Walk(document, { isEnough: () => true, emit: () => undefined });
    walk.read(root, BEGINNING, (end) => walk.text(separator, end, () => undefined));
    if (walk.reached < document.length) return start + walk.reached;
    start += document.length;
  }
  return text.length;
}

/** Of the next character. */
export const nextCharacters = (grammar: Grammar, text: string): Continuation[] =>
  continuations(grammar, text, (written) => written !== '').reduce<Continuation[]>(
    (all, { text: written, probability }) => {
      const own = String.fromCodePoint(written.codePointAt(0)!);
      const known = all.findIndex((one) => one.text === own);
      if (known < 0) return [...all, { text: own, probability }];
      return all.with(known, { text: own, probability: all[known]!.probability + probability });
    },
    [],
  );
