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

/**
 * Every way in which `text` may go on until `isEnough`, with its probability; they sum to 1. Empty where the
 * grammar cannot write `text`. It starts with a document, as held-out text does.
 */
export function continuations(
  grammar: Grammar,
  text: string,
  isEnough: (written: string) => boolean,
): Continuation[] {
  const { separator, root } = grammar;
  const ended = text.lastIndexOf(separator);
  // What ends behind a separator is over: documents are independent.
  const prefix = ended < 0 ? text : text.slice(ended + separator.length);
  const found = new Map<string, number>();
  let reference: number | null = null;
  const emit = (state: State): void => {
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
