// What a test may not depend on: the clock of the machine that it happens to run on.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));

const SOURCES = [...filesBelow('tests', '.ts'), ...filesBelow('e2e', '.ts')];
const CLOCK = String.raw`(?:performance\.now\(\)|Date\.now\(\)|hrtime(?:\.bigint)?\(\))`;
const FORBIDDEN: readonly [why: string, pattern: RegExp][] = [
  ['a clock inside an assertion', new RegExp(String.raw`expect\((?:(?!;\n)[^])*?${CLOCK}`, 'g')],
  ['a difference of two clock readings compared', /expect\(\s*\w+Ms - \w+Ms/g],
  ['a wait by the clock', /waitForTimeout\(/g],
];

/** The statement around a match, for the message. */
const excerpt = (text: string, at: number): string => text.slice(at, at + 80).split('\n')[0]!;

test.each(FORBIDDEN)('no test has %s', (_why, pattern) => {
  const found = SOURCES.filter((file) => !file.endsWith('testSources.test.ts')).flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return [...text.matchAll(pattern)].map(({ index }) => `${file}: ${excerpt(text, index)}`);
  });
  expect(found).toEqual([]);
});

test('every folder of fixtures is used by a test', () => {
  const folders = readdirSync(path.join(root, 'tests/fixtures'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const sources = SOURCES.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  // The reference cases are found by what they say, below all of tests/fixtures.
  const cases = new Set(['ops', 'models', 'training', 'quant', 'io', 'generate']);
  expect(sources).toContain('findCases([folder])');
  const isNamed = (name: string): boolean =>
    sources.includes(`fixtures/${name}`) || sources.includes(`'${name}'`);
  const unused = folders.filter((name) => !cases.has(name) && !isNamed(name));
  expect(unused).toEqual([]);
});
