// Relative links and commands of the documentation lead somewhere, and architecture.md has every room.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { VERBS } from '../../src/host/cli/lab';

const folder = (name: string): string[] =>
  readdirSync(name)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${name}/${file}`);
const pages = ['README.md', 'CONTRIBUTING.md', ...folder('docs'), ...folder('docs/decisions')];

const linksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link!.split('#')[0]!)
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link));

test.each(pages)('every relative link of %s resolves', (page) => {
  const dead = linksOf(page).filter((link) => !existsSync(path.join(path.dirname(page), link)));
  expect(dead).toEqual([]);
});

test.each([...pages, 'CHANGELOG.md'])('every command of %s can be run', (page) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  const text = readFileSync(page, 'utf8');
  const unknown = (pattern: RegExp, known: readonly string[]): string[] =>
    [...text.matchAll(pattern)].map(([, name]) => name!).filter((name) => !known.includes(name));
  expect(unknown(/npm run ([\w:-]+)/g, Object.keys(scripts))).toEqual([]);
  const verbs = VERBS.map(({ name }) => name);
  expect(unknown(/npm run lab -- ([a-z][\w-]*)/g, verbs)).toEqual([]);
});

/** Pages that are reached from the README, with the number of links to follow. */
function hops(): Map<string, number> {
  const found = new Map([['README.md', 0]]);
  for (const [page, count] of found) {
    if (!page.endsWith('.md')) continue;
    for (const link of linksOf(page)) {
      const target = path.join(path.dirname(page), link).replaceAll('\\', '/');
      if (!found.has(target)) found.set(target, count + 1);
    }
  }
  return found;
}

describe('from the README', () => {
  test.each(['src/training/run/stepProgram.ts', 'src/shaders/attention_forward.wgsl'])(
    '%s is at most three links away',
    (file) => expect(hops().get(file)).toBeLessThanOrEqual(3),
  );
});

test.each(['src/host', 'src/ui'])('architecture.md names every room of %s', (house) => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const rooms = readdirSync(house).filter((room) => !page.includes(`\`${room}\``));
  expect(rooms).toEqual([]);
});
