/**
 * Reads a document back: how many derivations it has, and its probability summed over all of them.
 * A grammar may be used for a floor only if the count is 1 for its texts (tests/unit/dataGrammar.test.ts).
 */
import type { Grammar } from './grammar';
import { BEGINNING, Walk } from './grammarWalk';

export interface Parse {
  readonly derivationCount: number;
  /** ln p(document) in nats, over all derivations; -Infinity where there is none. */
  readonly logProb: number;
}

/** `written` is one document with its separator, as `generateDocument` gives it. */
export function parseDocument(grammar: Grammar, written: string): Parse {
  let derivationCount = 0;
  let probability = 0;
  if (!written.endsWith(grammar.separator)) return { derivationCount, logProb: -Infinity };
  const text = written.slice(0, written.length - grammar.separator.length);
  // Probabilities of documents lie near e^-300: sum them relative to the first one found.
  let reference = 0;
  // What goes beyond the text is none of its derivations.
  const walk = new Walk(text, { isEnough: () => true, emit: () => {} });
  walk.read(grammar.root, BEGINNING, ({ at, logProb, count }) => {
    if (at !== text.length) return;
    if (derivationCount === 0) reference = logProb;
    derivationCount += count;
    probability += Math.exp(logProb - reference);
  });
  return {
    derivationCount,
    logProb: derivationCount === 0 ? -Infinity : reference + Math.log(probability),
  };
}

/** ln p of a text of whole documents, in nats; -Infinity where the grammar cannot write it. */
export function logProb(grammar: Grammar, text: string): number {
  const documents = text.split(grammar.separator);
  if (documents.pop() !== '') return -Infinity;
  return documents.reduce(
    (sum, body) => sum + parseDocument(grammar, body + grammar.separator).logProb,
    0,
  );
}
