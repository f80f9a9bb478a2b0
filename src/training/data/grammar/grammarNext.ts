/**
 * What comes next in a grammar's text: its exact distribution given all that was written so far. The derivations
 * of the text so far are followed as in grammarParse.ts and then written on until enough is known; features that
 * the text has not told yet count with the mass of the values that are still possible.
 */
import type { FeatureValue, Grammar, GrammarNode } from './grammar';

export interface Continuation {
  readonly text: string;
  readonly probability: number;
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

interface State {
  /** Of the text so far, in UTF-16 code units. */
  readonly at: number;
  /** What was written on behind it. */
  readonly written: string;
  readonly scope: Scope | null;
  /** Features whose scope has not ended. */
  readonly open: Scope | null;
  readonly logProb: number;
}

type Continue = (state: State) => void;

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
  const emit = ({ written, scope, open, logProb }: State): void => {
    let all = logProb;
    for (let one = open; one; one = one.rest) all += Math.log(massOf(scope, one.feature));
    reference ??= all;
    found.set(written, (found.get(written) ?? 0) + Math.exp(all - reference));
  };
  const walk = new Walk(prefix, isEnough, emit);
  const document = (state: State): void =>
    walk.read(root, state, (end) => walk.text(separator, end, document));
  document({ at: 0, written: '', scope: null, open: null, logProb: 0 });
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

function candidatesOf(scope: Scope | null, feature: string): readonly Candidate[] {
  for (let entry = scope; entry; entry = entry.rest)
    if (entry.feature === feature) return entry.candidates;
  return [];
}

const massOf = (scope: Scope | null, feature: string): number =>
  candidatesOf(scope, feature).reduce((sum, { probability }) => sum + probability, 0);

class Walk {
  readonly #prefix: string;
  readonly #isEnough: (written: string) => boolean;
  readonly #emit: Continue;

  constructor(prefix: string, isEnough: (written: string) => boolean, emit: Continue) {
    this.#prefix = prefix;
    this.#isEnough = isEnough;
    this.#emit = emit;
  }

  /** Reads what is still so far of it, writes the rest a character at a time. */
  text(text: string, state: State, then: Continue): void {
    const left = this.#prefix.length - state.at;
    const known = Math.min(left, text.length);
    if (!this.#prefix.startsWith(text.slice(0, known), state.at)) return;
    let { written } = state;
    for (const character of text.slice(known)) {
      written += character;
      if (this.#isEnough(written)) return this.#emit({ ...state, written });
    }
    then({ ...state, at: state.at + known, written });
  }

  read(node: GrammarNode, state: State, then: Continue): void {
    switch (node.kind) {
      case 'text':
        return this.text(node.text, state, then);
      case 'slot':
        return this.#byField(node, state, (own, narrowed) => this.text(own, narrowed, then));
      case 'sequence':
        return this.#parts(node.parts, 0, state, then);
      case 'choice':
        return node.options.forEach((option, i) => {
          const logProb = state.logProb + Math.log(node.draw.probabilities[i]!);
          this.read(option, { ...state, logProb }, then);
        });
      case 'bind': {
        const { feature, values, draw, body } = node;
        const candidates = values.map((value, i) => ({
          value,
          probability: draw.probabilities[i]!,
        }));
        const scope = { feature, candidates, rest: state.scope };
        const open = { feature, candidates: [], rest: state.open };
        return this.read(body, { ...state, scope, open }, (end) => {
          const logProb = end.logProb + Math.log(massOf(end.scope, feature));
          then({ ...end, open: state.open, logProb });
        });
      }
      case 'match':
        return this.#byField(node, state, (own, narrowed) => {
          const body = node.cases[own];
          if (body) this.read(body, narrowed, then);
        });
    }
  }

  #parts(parts: readonly GrammarNode[], index: number, state: State, then: Continue): void {
    const part = parts[index];
    if (!part) return then(state);
    this.read(part, state, (end) => this.#parts(parts, index + 1, end, then));
  }

  /** Calls `go` for each text that the field can still have, with the scope narrowed to it. */
  #byField(
    { feature, field }: { readonly feature: string; readonly field: string },
    state: State,
    go: (own: string, narrowed: State) => void,
  ): void {
    const candidates = candidatesOf(state.scope, feature);
    const texts = new Set(candidates.map(({ value }) => value[field] ?? ''));
    for (const own of texts) {
      const left = candidates.filter(({ value }) => (value[field] ?? '') === own);
      go(own, { ...state, scope: { feature, candidates: left, rest: state.scope } });
    }
  }
}
