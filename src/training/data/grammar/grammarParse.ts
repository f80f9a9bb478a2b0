/**
 * Reads a document back: how many derivations it has, and its probability summed over all of them.
 * A grammar may be used for a floor only if the count is 1 for its texts (tests/unit/dataGrammar.test.ts).
 * A feature is not guessed where it is bound: each slot narrows the set of values still possible, and the
 * values left at the end of the scope are the derivations. Continuation style, so every reading is followed.
 */
import type { FeatureValue, Grammar, GrammarNode } from './grammar';

export interface Parse {
  readonly derivationCount: number;
  /** ln p(document) in nats, over all derivations; -Infinity where there is none. */
  readonly logProb: number;
}

interface Candidate {
  readonly value: FeatureValue;
  readonly probability: number;
}

/** An immutable list; the newest entry of a feature counts. */
interface Scope {
  readonly feature: string;
  readonly candidates: readonly Candidate[];
  readonly rest: Scope | null;
}

type Continue = (position: number, scope: Scope | null, logProb: number, count: number) => void;

/** `written` is one document with its separator, as `generateDocument` gives it. */
export function parseDocument(grammar: Grammar, written: string): Parse {
  let derivationCount = 0;
  let probability = 0;
  if (!written.endsWith(grammar.separator)) return { derivationCount, logProb: -Infinity };
  const text = written.slice(0, written.length - grammar.separator.length);
  // Probabilities of documents lie near e^-300: sum them relative to the first one found.
  let reference = 0;
  read(text, grammar.root, 0, null, 0, 1, (position, _scope, logProb, count) => {
    if (position !== text.length) return;
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

function candidatesOf(scope: Scope | null, feature: string): readonly Candidate[] {
  for (let entry = scope; entry; entry = entry.rest)
    if (entry.feature === feature) return entry.candidates;
  return [];
}

/** Calls `go` for each text that the field can still have, with the scope narrowed to it. */
function byField(
  scope: Scope | null,
  feature: string,
  field: string,
  go: (fieldText: string, narrowed: Scope) => void,
): void {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidatesOf(scope, feature)) {
    const fieldText = candidate.value[field] ?? '';
    const group = groups.get(fieldText);
    if (group) group.push(candidate);
    else groups.set(fieldText, [candidate]);
  }
  for (const [fieldText, candidates] of groups) go(fieldText, { feature, candidates, rest: scope });
}

function read(
  text: string,
  node: GrammarNode,
  position: number,
  scope: Scope | null,
  logProb: number,
  count: number,
  then: Continue,
): void {
  switch (node.kind) {
    case 'text':
      if (text.startsWith(node.text, position))
        then(position + node.text.length, scope, logProb, count);
      return;
    case 'slot':
      byField(scope, node.feature, node.field, (fieldText, narrowed) => {
        if (text.startsWith(fieldText, position))
          then(position + fieldText.length, narrowed, logProb, count);
      });
      return;
    case 'sequence':
      readParts(text, node.parts, 0, position, scope, logProb, count, then);
      return;
    case 'choice':
      node.options.forEach((option, i) => {
        read(
          text,
          option,
          position,
          scope,
          logProb + Math.log(node.draw.probabilities[i] ?? 0),
          count,
          then,
        );
      });
      return;
    case 'bind': {
      const candidates = node.values.map((value, i) => ({
        value,
        probability: node.draw.probabilities[i] ?? 0,
      }));
      read(
        text,
        node.body,
        position,
        { feature: node.feature, candidates, rest: scope },
        logProb,
        count,
        (end, inner, innerLogProb, innerCount) => {
          const left = candidatesOf(inner, node.feature);
          const mass = left.reduce((sum, candidate) => sum + candidate.probability, 0);
          then(end, inner, innerLogProb + Math.log(mass), innerCount * left.length);
        },
      );
      return;
    }
    case 'match':
      byField(scope, node.feature, node.field, (fieldText, narrowed) => {
        const body = node.cases[fieldText];
        if (body) read(text, body, position, narrowed, logProb, count, then);
      });
  }
}

function readParts(
  text: string,
  parts: readonly GrammarNode[],
  index: number,
  position: number,
  scope: Scope | null,
  logProb: number,
  count: number,
  then: Continue,
): void {
  const part = parts[index];
  if (!part) {
    then(position, scope, logProb, count);
    return;
  }
  read(text, part, position, scope, logProb, count, (end, inner, innerLogProb, innerCount) => {
    readParts(text, parts, index + 1, end, inner, innerLogProb, innerCount, then);
  });
}
