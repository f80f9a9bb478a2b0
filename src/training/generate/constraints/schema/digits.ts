// Whole numbers between two bounds, digit by digit.
import { CodePoints } from '../codePoints';
import type { Expression } from '../expression';
import type { Expressions } from '../expressions';

/** Digits of a number: every such integer is exact in a JavaScript number. */
export const MOST_DIGITS = 15;
export const LARGEST = 10 ** MOST_DIGITS - 1;

export function digit(to: Expressions, low = 0, high = 9): Expression {
  return low > high ? to.none : to.characters(CodePoints.of([[48 + low, 48 + high]]));
}

/** Without a sign and without leading zeros; both bounds belong to it. */
export function wholeNumbers(to: Expressions, low: number, high: number): Expression {
  const options: Expression[] = [];
  let from = Math.max(0, low);
  while (from <= high) {
    const { length } = String(from);
    const last = Math.min(high, 10 ** length - 1);
    options.push(between(to, digitsOf(from), digitsOf(last)));
    from = last + 1;
  }
  return to.choice(...options);
}

const digitsOf = (value: number): number[] => Array.from(String(value), Number);

/** Numbers of as many digits. */
function between(to: Expressions, low: readonly number[], high: readonly number[]): Expression {
  const [least, ...lowRest] = low;
  const [most, ...highRest] = high;
  if (least === undefined || most === undefined) return to.empty;
  const isFree = low.every((one) => one === 0) && high.every((one) => one === 9);
  if (isFree) return to.repeat(digit(to), low.length, low.length);
  if (least === most) return to.sequence(digit(to, least, least), between(to, lowRest, highRest));
  const nines = lowRest.map(() => 9);
  const zeros = lowRest.map(() => 0);
  const free = to.repeat(digit(to), lowRest.length, lowRest.length);
  return to.choice(
    to.sequence(digit(to, least, least), between(to, lowRest, nines)),
    to.sequence(digit(to, least + 1, most - 1), free),
    to.sequence(digit(to, most, most), between(to, zeros, highRest)),
  );
}
