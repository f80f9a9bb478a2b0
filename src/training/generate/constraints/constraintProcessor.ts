// Leaves a text only the tokens that its constraint allows, and so many left to come to an end.
import type { LogitsProcessor } from '../processors/logitsProcessor';
import { ConstraintError } from './error';
import type { Constraint } from './constraint';
import type { Expression } from './expression';

export interface ConstrainedLengths {
  /** Tokens that stand before the text. */
  readonly promptTokens: number;
  readonly maxNewTokens: number;
  /** Tokens that end a text. */
  readonly endIds: readonly number[];
}

/** How far one text is. */
interface Place {
  readonly made: number;
  readonly state: Expression;
  /** Tokens of a short way to the end. */
  readonly plan: readonly number[] | null;
  /** By the token that follows: texts that are written side by side part here. */
  readonly next: Map<number, Place>;
}

export class ConstraintProcessor implements LogitsProcessor {
  readonly #constraint: Constraint;
  readonly #lengths: ConstrainedLengths;
  readonly #beginning: Place;

  /** @throws ConstraintError constraint_too_long */
  constructor(constraint: Constraint, lengths: ConstrainedLengths) {
    const needed = constraint.shortest;
    if (needed > lengths.maxNewTokens)
      throw new ConstraintError('constraint_too_long', { needed, tokens: lengths.maxNewTokens });
    this.#constraint = constraint;
    this.#lengths = lengths;
    const { start } = constraint;
    const plan = constraint.plan(start, true);
    this.#beginning = { made: 0, state: start, plan, next: new Map() };
  }

  /** `scores`: of one sequence, natural-log units; −Infinity for what is out. */
  process(ids: readonly number[], scores: Float32Array): void {
    const place = this.#follow(ids);
    const ends = place.state.isNullable ? this.#lengths.endIds : [];
    const given = scores.slice();
    scores.fill(-Infinity);
    for (const open of [this.#open(place), ends]) for (const id of open) scores[id] = given[id]!;
  }

  /** Nothing may follow but the end. */
  isDone(ids: readonly number[]): boolean {
    const { state, made } = this.#follow(ids);
    return state.isNullable && this.#constraint.allowed(state, made === 0).tokens.length === 0;
  }

  #open({ made, state, plan }: Place): readonly number[] {
    const constraint = this.#constraint;
    const left = this.#lengths.maxNewTokens - made - 1;
    const { tokens, next, farthest } = constraint.allowed(state, made === 0);
    if (farthest <= left) return tokens;
    const planned = plan && plan.length <= left + 1 ? plan[0] : undefined;
    return tokens.filter((token, index) => {
      const units = constraint.left(next[index]!);
      if (units <= left || token === planned) return true;
      if (units > left * constraint.longest) return false;
      return (constraint.plan(next[index]!, false)?.length ?? Infinity) <= left;
    });
  }

  #follow(ids: readonly number[]): Place {
    let place = this.#beginning;
    for (let at = this.#lengths.promptTokens; at < ids.length; at++)
      place = this.#after(place, ids[at]!);
    return place;
  }

  /** Each text is followed once. */
  #after(place: Place, token: number): Place {
    let after = place.next.get(token);
    if (!after) place.next.set(token, (after = this.#step(place, token)));
    return after;
  }

  #step({ made, state, plan }: Place, token: number): Place {
    const next = this.#constraint.advance(state, token, made === 0);
    const own = this.#constraint.plan(next, false);
    const rest = plan?.[0] === token ? plan.slice(1) : null;
    const isShorter = rest !== null && (own === null || rest.length < own.length);
    return { made: made + 1, state: next, plan: isShorter ? rest : own, next: new Map() };
  }
}
