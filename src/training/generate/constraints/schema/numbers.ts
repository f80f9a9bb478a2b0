// JSON numbers between bounds. Bounded ones that are no integers have no exponent and few decimals, so that what is
// written and what a program reads are the same.
import { ConstraintError } from '../error';
import type { Expression } from '../expression';
import type { Expressions } from '../expressions';
import { digit, LARGEST, MOST_DIGITS, wholeNumbers } from './digits';
import type { NumberLimits } from './flat';

const DECIMALS = 6;
const MOST_BOUNDED = 999_999_999;

interface Bound {
  readonly value: number;
  /** The value itself is left out. */
  readonly isOpen: boolean;
}

const lowest = ({ minimum, exclusiveMinimum }: NumberLimits): Bound =>
  exclusiveMinimum >= minimum
    ? { value: exclusiveMinimum, isOpen: true }
    : { value: minimum, isOpen: false };

const highest = ({ maximum, exclusiveMaximum }: NumberLimits): Bound =>
  exclusiveMaximum <= maximum
    ? { value: exclusiveMaximum, isOpen: true }
    : { value: maximum, isOpen: false };

export function integerExpression(to: Expressions, limits: NumberLimits): Expression {
  const low = lowest(limits);
  const high = highest(limits);
  const least = Math.max(-LARGEST, low.isOpen ? Math.floor(low.value) + 1 : Math.ceil(low.value));
  const most = Math.min(LARGEST, high.isOpen ? Math.ceil(high.value) - 1 : Math.floor(high.value));
  const held = (digits: Expression): Expression =>
    limits.multiples.reduce((all, of) => to.both(all, to.multiple(of)), digits);
  return to.choice(
    held(wholeNumbers(to, least, most)),
    to.sequence(to.literal('-'), held(wholeNumbers(to, Math.max(1, -most), -least))),
  );
}

export function numberExpression(to: Expressions, limits: NumberLimits): Expression {
  if (limits.multiples.length > 0) return integerExpression(to, limits);
  const low = lowest(limits);
  const high = highest(limits);
  if (low.value === -Infinity && high.value === Infinity) return freeNumber(to);
  const [least, most] = [checked(low, 'minimum'), checked(high, 'maximum')];
  const minus = { value: -most.value, isOpen: most.isOpen };
  const plus = { value: -least.value, isOpen: least.isOpen };
  return to.choice(
    magnitudes(to, least, most),
    to.sequence(to.literal('-'), magnitudes(to, minus, plus)),
  );
}

function freeNumber(to: Expressions): Expression {
  const digits = (most: number): Expression => to.repeat(digit(to), 1, most);
  return to.sequence(
    to.optional(to.literal('-')),
    to.choice(to.literal('0'), to.sequence(digit(to, 1), to.repeat(digit(to), 0, MOST_DIGITS - 1))),
    to.optional(to.sequence(to.literal('.'), digits(MOST_DIGITS))),
    to.optional(
      to.sequence(
        to.choice(to.literal('e'), to.literal('E')),
        to.optional(to.choice(to.literal('+'), to.literal('-'))),
        digits(2),
      ),
    ),
  );
}

/** Infinite ones are as far as bounded numbers go. */
function checked(bound: Bound, keyword: 'minimum' | 'maximum'): Bound {
  if (!Number.isFinite(bound.value))
    return { value: Math.sign(bound.value) * MOST_BOUNDED, isOpen: false };
  const isWritten = Number(bound.value.toFixed(DECIMALS)) === bound.value;
  if (Math.abs(bound.value) <= MOST_BOUNDED && isWritten) return bound;
  throw new ConstraintError('constraint_keyword_value', {
    keyword: bound.isOpen ? `exclusiveM${keyword.slice(1)}` : keyword,
    at: '#',
    value: bound.value,
  });
}

/** Numbers without a sign between two bounds. */
function magnitudes(to: Expressions, low: Bound, high: Bound): Expression {
  if (high.value < 0) return to.none;
  const least = low.value < 0 ? { value: 0, isOpen: false } : low;
  const [from, to_] = [Math.floor(least.value), Math.floor(high.value)];
  const start = { digits: decimalsOf(least.value), isOpen: least.isOpen };
  const end = { digits: decimalsOf(high.value), isOpen: high.isOpen };
  const whole = (value: number): Expression => to.literal(String(value));
  if (from > to_) return to.none;
  if (from === to_) return to.sequence(whole(from), fractions(to, start, end));
  return to.choice(
    to.sequence(whole(from), fractions(to, start, null)),
    to.sequence(wholeNumbers(to, from + 1, to_ - 1), fractions(to, null, null)),
    to.sequence(whole(to_), fractions(to, null, end)),
  );
}

const decimalsOf = (value: number): number[] =>
  Array.from(value.toFixed(DECIMALS).split('.')[1]!, Number);

interface Edge {
  /** As many as there may be. */
  readonly digits: readonly number[];
  readonly isOpen: boolean;
}

/** What stands behind the digits before the point; null: no bound. */
function fractions(to: Expressions, low: Edge | null, high: Edge | null): Expression {
  const digits = decimals(to, low, high, 0);
  const end = mayEnd(low, high, 0) ? to.empty : to.none;
  return to.choice(end, to.sequence(to.literal('.'), digits));
}

/** At least one more digit. An edge is null where the digits so far are apart from it. */
function decimals(to: Expressions, low: Edge | null, high: Edge | null, at: number): Expression {
  if (at === DECIMALS) return to.none;
  const least = low ? low.digits[at]! : 0;
  const most = high ? high.digits[at]! : 9;
  const behind = (onLow: boolean, onHigh: boolean): Expression => {
    const edges = [onLow ? low : null, onHigh ? high : null] as const;
    const more = decimals(to, ...edges, at + 1);
    return mayEnd(...edges, at + 1) ? to.optional(more) : more;
  };
  if (least === most) return to.sequence(digit(to, least, least), behind(true, true));
  if (least > most) return to.none;
  if (!low && !high) return to.repeat(digit(to), 1, DECIMALS - at);
  return to.choice(
    to.sequence(digit(to, least, least), behind(true, false)),
    to.sequence(digit(to, least + 1, most - 1), behind(false, false)),
    to.sequence(digit(to, most, most), behind(false, true)),
  );
}

/** Where zeros follow without end. */
function mayEnd(low: Edge | null, high: Edge | null, at: number): boolean {
  const hasMore = ({ digits }: Edge): boolean => digits.slice(at).some((one) => one > 0);
  if (low && (hasMore(low) || low.isOpen)) return false;
  return !high || hasMore(high) || !high.isOpen;
}
