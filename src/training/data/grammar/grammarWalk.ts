/**
 * Follows every derivation of a text that is known up to some place, and writes what comes behind it. A feature
 * is not guessed where it is bound: each slot narrows the set of values still possible, and the values left at
 * the end of the scope are the derivations. Continuation style, so every reading is followed.
 */
import type { FeatureValue, GrammarNode } from './grammar';

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

/** Features whose scope has not ended. */
interface Open {
  readonly feature: string;
  readonly rest: Open | null;
}

export interface State {
  /** Of the known text, in UTF-16 code units. */
  readonly at: number;
  /** What was written behind it. */
  readonly written: string;
  readonly scope: Scope | null;
  readonly open: Open | null;
  readonly logProb: number;
  /** Derivations of what was read. */
  readonly count: number;
}

type Continue = (state: State) => void;

export const BEGINNING: State = {
  at: 0,
  written: '',
  scope: null,
  open: null,
  logProb: 0,
  count: 1,
};

function candidatesOf(scope: Scope | null, feature: string): readonly Candidate[] {
  for (let entry = scope; entry; entry = entry.rest)
    if (entry.feature === feature) return entry.candidates;
  return [];
}

const massOf = (scope: Scope | null, feature: string): number =>
  candidatesOf(scope, feature).reduce((sum, { probability }) => sum + probability, 0);

/** ln p of the state, whichever values the features have that are still open. */
export function logProbOf({ logProb, open, scope }: State): number {
  let all = logProb;
  for (let one = open; one; one = one.rest) all += Math.log(massOf(scope, one.feature));
  return all;
}

// Written out, as most of the time is spent here: spreading takes several times as long.
const moved = ({ scope, open, logProb, count }: State, at: number, written: string): State => ({
  at,
  written,
  scope,
  open,
  logProb,
  count,
});

const scoped = ({ at, written, open, logProb, count }: State, scope: Scope): State => ({
  at,
  written,
  scope,
  open,
  logProb,
  count,
});

const drawn = (
  { at, written, scope, open, logProb, count }: State,
  probability: number,
): State => ({ at, written, scope, open, logProb: logProb + Math.log(probability), count });

/** What is to happen behind the known text. */
interface Ending {
  readonly isEnough: (written: string) => boolean;
  readonly emit: Continue;
}

export class Walk {
  /** Characters of the known text that some derivation agrees with. */
  reached = 0;
  readonly #known: string;
  readonly #ending: Ending;

  constructor(known: string, ending: Ending) {
    this.#known = known;
    this.#ending = ending;
  }

  /** Reads what is still known of it, writes the rest a character at a time. */
  text(text: string, state: State, then: Continue): void {
    const known = Math.min(this.#known.length - state.at, text.length);
    const isKnown = known === text.length;
    if (!this.#known.startsWith(isKnown ? text : text.slice(0, known), state.at))
      return this.#failed(text, state.at);
    if (state.at + known > this.reached) this.reached = state.at + known;
    let { written } = state;
    if (!isKnown)
      for (const character of text.slice(known)) {
        written += character;
        if (this.#ending.isEnough(written)) return this.#ending.emit({ ...state, written });
      }
    then(moved(state, state.at + known, written));
  }

  #failed(text: string, from: number): void {
    let at = from;
    while (text[at - from] === this.#known[at]) at++;
    this.reached = Math.max(this.reached, at);
  }

  read(node: GrammarNode, state: State, then: Continue): void {
    switch (node.kind) {
      case 'text':
        return this.text(node.text, state, then);
      case 'slot':
        return byField(node, state, (own, narrowed) => this.text(own, narrowed, then));
      case 'sequence':
        return this.#parts(node.parts, 0, state, then);
      case 'choice':
        return node.options.forEach((option, i) => {
          this.read(option, drawn(state, node.draw.probabilities[i]!), then);
        });
      case 'bind': {
        const { feature, values, draw, body } = node;
        const candidates = values.map((value, i) => ({
          value,
          probability: draw.probabilities[i]!,
        }));
        const scope = { feature, candidates, rest: state.scope };
        const open = { feature, rest: state.open };
        return this.read(body, { ...state, scope, open }, (end) => {
          const logProb = end.logProb + Math.log(massOf(end.scope, feature));
          const count = end.count * candidatesOf(end.scope, feature).length;
          then({ ...end, open: state.open, logProb, count });
        });
      }
      case 'match':
        return byField(node, state, (own, narrowed) => {
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
}

/** Calls `go` for each text that the field can still have, with the scope narrowed to it. */
function byField(
  { feature, field }: { readonly feature: string; readonly field: string },
  state: State,
  go: (own: string, narrowed: State) => void,
): void {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidatesOf(state.scope, feature)) {
    const own = candidate.value[field] ?? '';
    const group = groups.get(own);
    if (group) group.push(candidate);
    else groups.set(own, [candidate]);
  }
  for (const [own, candidates] of groups)
    go(own, scoped(state, { feature, candidates, rest: state.scope }));
}
