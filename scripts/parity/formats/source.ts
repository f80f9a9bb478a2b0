// What the runners of data files share: the file of a case, and what counts as right.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BenchtopError } from '../../../src/gpu/errors';
import { DataError } from '../../../src/training/data/errors';
import type { ExampleMapping } from '../../../src/training/data/examples/exampleColumns';
import { readExamples, type FoundExamples } from '../../../src/training/data/examples/exampleRows';
import { inspectSource } from '../../../src/training/data/sources/sources';
import type { Source } from '../../../src/training/data/sources/types';
import type { Case, Prepared, Round } from '../case';

export function sourceOf({ folder, json }: Case): Source {
  const name = String(json.file);
  return { name, blob: new Blob([readFileSync(path.join(folder, name))]) };
}

const round = (problems: readonly string[]): Round => ({ worst: 0, problems });

/** `check` says what is wrong; a typed refusal counts as right where the case allows it. */
export function prepared({ json }: Case, check: () => Promise<readonly string[]>): Prepared {
  const expected = (json.expect ?? {}) as { refused?: unknown };
  const mustRefuse = expected.refused !== undefined && expected.refused !== false;
  return {
    async run() {
      try {
        const problems = await check();
        return round(mustRefuse ? ['it was read; it should be refused'] : problems);
      } catch (error) {
        const isTyped = error instanceof DataError || error instanceof BenchtopError;
        if (!isTyped) throw error;
        const isAllowed = mustRefuse || json.or_refused === true;
        return round(isAllowed ? [] : [`refused: ${error.code} ${error.message}`]);
      }
    },
  };
}

/** One of the expected answers: `expect`, or one of `or`. */
function alternatives<T>({ json }: Case): readonly T[] {
  const others = json.or === undefined ? [] : Array.isArray(json.or) ? json.or : [json.or];
  return [json.expect, ...others] as T[];
}

/** Without problems where one alternative holds; else those of the first. */
export function firstHolding<T>(
  testCase: Case,
  check: (expected: T) => readonly string[],
): readonly string[] {
  const tried = alternatives<T>(testCase).map(check);
  return tried.find(({ length }) => length === 0) ?? tried[0] ?? [];
}

interface NamedColumns {
  readonly text?: string | readonly string[];
  readonly pair?: string;
  readonly second?: string;
  readonly label?: string;
  readonly answer?: string;
}

export async function examplesOf(testCase: Case, limit?: number): Promise<FoundExamples> {
  const source = sourceOf(testCase);
  const reading = await inspectSource(source);
  const named = testCase.json.columns as NamedColumns | undefined;
  const mapping = named ? mappingOf(named, reading.examples) : reading.examples;
  if (!mapping) throw new DataError('no_rows', { name: source.name });
  return readExamples(source, reading, mapping, { classNames: reading.classNames, limit });
}

function mappingOf(
  { text, pair, second = pair, label, answer }: NamedColumns,
  guessed: ExampleMapping | null,
): ExampleMapping {
  const texts =
    text === undefined ? (guessed?.text ?? []) : typeof text === 'string' ? [text] : text;
  return {
    text: texts,
    ...(second !== undefined && { second }),
    result: label ?? answer ?? guessed?.result ?? '',
    kind: answer !== undefined ? 'answers' : 'classes',
  };
}

export function differs(what: string, got: unknown, want: unknown): string[] {
  const [left, right] = [JSON.stringify(got), JSON.stringify(want)];
  return left === right ? [] : [`${what}: ${left.slice(0, 400)} instead of ${right.slice(0, 400)}`];
}
