// A constraint for one vocabulary: which tokens may follow in each state, and how far it is to the end.
import { ConstraintError } from './error';
import type { Expression } from './expression';
import type { Expressions } from './expressions';
import { fewestTokens } from './segmentation';
import { tokenDistances } from './tokenGraph';
import type { TokenTrie } from './tokenTrie';
import { UnitCosts } from './unitCosts';
import { ForgivingUnits, VocabularyUnits } from './units';
import type { Vocabulary } from './vocabulary';

/** Tokens that may follow, and the states that they lead to. */
export interface AllowedTokens {
  readonly tokens: readonly number[];
  readonly next: readonly Expression[];
  /** Of the farthest of those states. */
  readonly farthest: number;
}

/** Tokens that are remembered for the states together. */
const MOST_REMEMBERED = 4_000_000;
const MOST_NAMED = 20;

export class Constraint {
  readonly start: Expression;
  readonly #expressions: Expressions;
  readonly #vocabulary: Vocabulary;
  readonly #costs: UnitCosts;
  readonly #distances: ReadonlyMap<Expression, number> | null;
  readonly #plans = new Map<Expression, readonly number[] | null>();
  #allowed = new Map<string, AllowedTokens>();
  #remembered = 0;

  /** @throws ConstraintError constraint_unsatisfiable | constraint_missing | constraint_too_many_states */
  constructor(expressions: Expressions, start: Expression, vocabulary: Vocabulary) {
    this.start = start;
    this.#expressions = expressions;
    this.#vocabulary = vocabulary;
    const units = new VocabularyUnits(vocabulary);
    this.#costs = new UnitCosts(expressions, units);
    const isByUnits = start.isNullable || this.allowed(start, true).tokens.length > 0;
    this.#distances = isByUnits ? null : this.#exactDistances(units);
  }

  allowed(state: Expression, isFirst: boolean): AllowedTokens {
    const key = `${state.id}${isFirst ? '^' : ''}`;
    const known = this.#allowed.get(key);
    if (known) return known;
    const tokens: number[] = [];
    const next: Expression[] = [];
    let farthest = 0;
    this.#walk(state, isFirst, (token, follows) => {
      const left = this.left(follows);
      if (left === Infinity) return;
      tokens.push(token);
      next.push(follows);
      farthest = Math.max(farthest, left);
    });
    if (this.#remembered > MOST_REMEMBERED) {
      this.#allowed = new Map();
      this.#remembered = 0;
    }
    this.#remembered += tokens.length;
    const allowed = { tokens, next, farthest };
    this.#allowed.set(key, allowed);
    return allowed;
  }

  /** Tokens that always suffice to come to an end; Infinity where there is none. */
  left(state: Expression): number {
    if (this.#distances) return this.#distances.get(state) ?? Infinity;
    return this.#costs.of(state);
  }

  /** Of a shortest text that may follow, the fewest tokens; null where nothing better than `left` is known. */
  plan(state: Expression, isFirst: boolean): readonly number[] | null {
    if (this.#distances || this.left(state) === Infinity) return null;
    if (isFirst) return this.#planFrom(state, this.#vocabulary.first);
    let plan = this.#plans.get(state);
    if (plan === undefined)
      this.#plans.set(state, (plan = this.#planFrom(state, this.#vocabulary.inside)));
    return plan;
  }

  /** A token can't write more bytes than this. */
  get longest(): number {
    return this.#vocabulary.longest;
  }

  advance(state: Expression, token: number, isFirst: boolean): Expression {
    const { tokens, next } = this.allowed(state, isFirst);
    return next[tokens.indexOf(token)] ?? this.#expressions.none;
  }

  /** Tokens of the shortest text that is found. */
  get shortest(): number {
    if (this.start.isNullable) return 0;
    const plan = this.plan(this.start, true);
    const { next } = this.allowed(this.start, true);
    const behind = [...new Set(next)].map((state) =>
      Math.min(this.left(state), this.plan(state, false)?.length ?? Infinity),
    );
    return behind.reduce((least, one) => Math.min(least, 1 + one), plan?.length ?? Infinity);
  }

  #planFrom(state: Expression, first: TokenTrie): readonly number[] | null {
    return fewestTokens(this.#costs.shortest(state), first, this.#vocabulary.inside) ?? null;
  }

  #walk(
    start: Expression,
    isFirst: boolean,
    found: (token: number, next: Expression) => void,
  ): void {
    const trie = isFirst ? this.#vocabulary.first : this.#vocabulary.inside;
    const open: [number, Expression][] = [[0, start]];
    for (let entry = open.pop(); entry; entry = open.pop()) {
      const [node, state] = entry;
      for (let child = trie.firstChild(node); child >= 0; child = trie.nextSibling(child)) {
        const next = this.#expressions.derive(state, trie.byteOf(child));
        if (next === this.#expressions.none) continue;
        for (const token of trie.tokensAt(child)) found(token, next);
        open.push([child, next]);
      }
    }
  }

  #exactDistances(units: VocabularyUnits): ReadonlyMap<Expression, number> {
    const forgiving = new UnitCosts(this.#expressions, new ForgivingUnits(units));
    if (forgiving.of(this.start) === Infinity)
      throw new ConstraintError('constraint_unsatisfiable');
    const follow = (state: Expression, isFirst: boolean): Set<Expression> => {
      const states = new Set<Expression>();
      this.#walk(state, isFirst, (_, next) => states.add(next));
      return states;
    };
    let distances: ReadonlyMap<Expression, number> | null = null;
    try {
      distances = tokenDistances(this.start, follow);
    } catch (thrown) {
      if (!(thrown instanceof ConstraintError)) throw thrown;
    }
    if (distances && distances.size > 0) {
      this.#allowed = new Map();
      return distances;
    }
    const text = new TextDecoder().decode(Uint8Array.from(forgiving.shortest(this.start)));
    const missing = [...new Set(text)].filter(
      (one) => units.costOf(one.codePointAt(0)!) === Infinity,
    );
    const characters = missing.slice(0, MOST_NAMED).map(named).join(' ');
    throw new ConstraintError('constraint_missing', { characters });
  }
}

/** Blanks and control characters by their code points. */
const named = (character: string): string =>
  /[\p{Z}\p{C}]/u.test(character)
    ? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    : character;
