// Compares what the engine gave with what PyTorch gave, in units of each case's own tolerance.
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import type { Check, Round } from './case';
import type { Numbers } from './numbers';

export interface Expected {
  readonly want: Numbers;
  readonly check: Check;
  /** Elements that count; all where it is left out. */
  readonly counts?: (index: number) => boolean;
}

/** Rules of the reference README, for a tensor that has no entry of its own. */
function defaultCheck(want: Numbers): Check {
  if (want instanceof Int32Array) return { equal: true };
  const largest = want.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  return { atol: Math.max(1e-5 * largest, 1e-7), rtol: 2e-5 };
}

const INTEGER = /^(I|U|BOOL)/;

/** An expected tensor of a file with its check. */
export function expectation(tensors: SafetensorsFile, name: string, check?: Check): Expected {
  const integer = INTEGER.test(tensors.entry(name).dtype);
  const want = integer ? tensors.ints(name) : tensors.floats(name);
  return { want, check: check ?? defaultCheck(want) };
}

/** Largest error in units of the tolerance; a value that is not finite where one is due is infinite. */
function errorUnits(got: Numbers, { want, check, counts }: Expected): number {
  const { equal = false, atol = 0, rtol = 0 } = check;
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    if (counts && !counts(i)) continue;
    const [a, b] = [got[i]!, want[i]!];
    if (a === b) continue;
    const units = equal ? Infinity : Math.abs(a - b) / (atol + rtol * Math.abs(b));
    // NaN compares false: it must not slip through.
    if (!(units <= worst)) worst = Number.isNaN(units) ? Infinity : units;
  }
  return worst;
}

/** One line that says where a tensor is worst. */
function describe(name: string, got: Numbers, expected: Expected, worst: number): string {
  const { want, counts } = expected;
  let at = 0;
  let top = -1;
  let differing = 0;
  for (let i = 0; i < want.length; i++) {
    if (counts && !counts(i)) continue;
    const error = Math.abs(got[i]! - want[i]!);
    if (error !== 0) differing++;
    if (!(error <= top)) {
      at = i;
      top = error;
    }
  }
  const values = `got ${got[at]}, want ${want[at]} at ${at}`;
  return `${name} off by ${worst.toPrecision(3)} tolerances (${values}; ${differing} of ${want.length} differ)`;
}

/** All expected tensors of a case. Those without a result are `missing`. */
export function compareAll(
  results: ReadonlyMap<string, Numbers>,
  expected: ReadonlyMap<string, Expected>,
): Round {
  let worst = 0;
  const problems: string[] = [];
  const missing: string[] = [];
  for (const [name, expectedTensor] of expected) {
    const got = results.get(name);
    if (!got) {
      missing.push(name);
      continue;
    }
    if (got.length !== expectedTensor.want.length) {
      problems.push(`${name} has ${got.length} values, ${expectedTensor.want.length} were due`);
      worst = Infinity;
      continue;
    }
    const units = errorUnits(got, expectedTensor);
    worst = Math.max(worst, units);
    if (units > 1) problems.push(describe(name, got, expectedTensor, units));
  }
  return { worst, problems, missing, results };
}

const bitsOf = (numbers: Numbers): Int32Array =>
  new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);

/** Names of the tensors whose bits differ between two runs. */
export function differingBits(
  first: ReadonlyMap<string, Numbers>,
  second: ReadonlyMap<string, Numbers>,
): string[] {
  return [...first].flatMap(([name, a]) => {
    const b = second.get(name);
    const [bitsA, bitsB] = [bitsOf(a), b && bitsOf(b)];
    const same = bitsB?.length === bitsA.length && bitsA.every((bits, i) => bits === bitsB[i]);
    return same ? [] : [name];
  });
}
