// Exact distances to the end in tokens, for vocabularies whose characters have no tokens of their own (words of a
// task): all states that tokens lead to are walked, as far as they are few.
import { ConstraintError } from './error';
import type { Expression } from './expression';

const MOST_STATES = 3000;

/** `follow`: the states behind each token; `isFirst` at the beginning of the text. */
export function tokenDistances(
  start: Expression,
  follow: (state: Expression, isFirst: boolean) => Iterable<Expression>,
): ReadonlyMap<Expression, number> {
  const before = new Map<Expression, Set<Expression>>();
  const found = new Set<Expression>();
  for (const next of follow(start, true)) found.add(next);
  for (const state of found) {
    for (const next of follow(state, false)) {
      found.add(next);
      const states = before.get(next) ?? new Set();
      before.set(next, states.add(state));
    }
    if (found.size > MOST_STATES)
      throw new ConstraintError('constraint_too_many_states', { most: MOST_STATES });
  }
  const distances = new Map<Expression, number>();
  let ring = [...found].filter(({ isNullable }) => isNullable);
  for (let distance = 0; ring.length > 0; distance++) {
    for (const state of ring) distances.set(state, distance);
    const next = ring.flatMap((state) => [...(before.get(state) ?? [])]);
    ring = [...new Set(next)].filter((state) => !distances.has(state));
  }
  return distances;
}
