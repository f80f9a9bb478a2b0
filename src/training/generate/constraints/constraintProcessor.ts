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
}

export class ConstraintProcessor implements LogitsProcessor {
  readonly #constraint: Constraint;
  readonly #lengths: ConstrainedLengths;
  #ids: readonly number[] = [];
  #place: Place;

  /** @throws ConstraintError constraint_too_long */
  constructor(constraint: Constraint, lengths: ConstrainedLengths) {
    const needed = constraint.shortest;
    if (needed > lengths.maxNewTokens)
      throw new ConstraintError('constraint_too_long', { needed, tokens: lengths.maxNewTokens });
    this.#constraint = constraint;
    this.#lengths = lengths;
    this.#place = this.#beginning();
  }

  /** `scores`: of one sequence, natural-log units; −Infinity for what is out. */
  process(ids: readonly number[], scores: Float32Array): void {
    const place = this.#follow(ids);
    const ends = place.state.isNullable ? this.#lengths.endIds : [];
    const open = [...this.#open(place), ...ends].map((id) => [id, scores[id]!] as const);
    scores.fill(-Infinity);
    for (const [id, score] of open) scores[id] = score;
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

  #beginning(): Place {
    const { start } = this.#constraint;
    return { made: 0, state: start, plan: this.#constraint.plan(start, true) };
  }

  /** Beams may go on with another text than before. */
  #follow(ids: readonly number[]): Place {
    const written = ids.slice(this.#lengths.promptTokens);
    const isContinued =
      written.length >= this.#ids.length && this.#ids.every((id, at) => id === written[at]);
    if (!isContinued) this.#place = this.#beginning();
    for (const token of written.slice(this.#place.made)) this.#place = this.#after(token);
    this.#ids = written;
    return this.#place;
  }

  #after(token: number): Place {
    const { made, state, plan } = this.#place;
    const next = this.#constraint.advance(state, token, made === 0);
    const own = this.#constraint.plan(next, false);
    const rest = plan?.[0] === token ? plan.slice(1) : null;
    const isShorter = rest !== null && (own === null || rest.length < own.length);
    return { made: made + 1, state: next, plan: isShorter ? rest : own };
  }
}
