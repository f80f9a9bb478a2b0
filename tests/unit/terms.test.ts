// The list "Not used" of docs/glossary.md, held against code, page and docs.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../../src/ui/i18n/en';
import { zh } from '../../src/ui/i18n/zh';
import { LANGUAGES } from '../../src/ui/i18n/setup';
import { EXPERIMENTS } from '../../src/experiments/all';
import { flatten } from '../support/uiStrings';

type Scope = 'code' | 'text' | 'zh';

interface Term {
  readonly term: string;
  readonly instead: string;
  readonly scopes: readonly string[];
}

const GLOSSARY = 'docs/glossary.md';

function readTerms(glossary: string): Term[] {
  const [, table = ''] = glossary.split('## Not used');
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => {
      const [, term = '', instead = '', scopes = ''] = line.split('|').map((cell) => cell.trim());
      return { term, instead, scopes: scopes.split(', ') };
    });
}

const TERMS = readTerms(readFileSync(GLOSSARY, 'utf8'));

/** With its plural, as a word of its own; Chinese has no blanks between words. */
const inText = ({ term }: Term): RegExp =>
  /[\u4E00-\u9FFF]/.test(term) ? new RegExp(term) : new RegExp(`\\b${term}s?\\b`, 'i');

function findInText(text: string, scope: Scope, terms = TERMS): string[] {
  return terms
    .filter((term) => term.scopes.includes(scope) && inText(term).test(text))
    .map(({ term, instead }) => `"${term}": use ${instead}`);
}

const STRINGS_AND_COMMENTS =
  /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/g;

/** Names in the browser's storage stay as earlier versions wrote them. */
const STORED = /\bkeptAtMs\b/g;

/** The words of which identifiers are made: `modelShelf` holds `library`. */
function wordsOfIdentifiers(code: string): Set<string> {
  const plain = code.replaceAll(STRINGS_AND_COMMENTS, ' ').replaceAll(STORED, ' ');
  const words = plain.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return new Set(words.map((word) => word.toLowerCase()));
}

function findInCode(code: string, terms = TERMS): string[] {
  const words = wordsOfIdentifiers(code);
  return terms
    .filter(({ term, scopes }) => {
      const one = term.toLowerCase();
      return scopes.includes('code') && (words.has(one) || words.has(`${one}s`));
    })
    .map(({ term, instead }) => `"${term}": use ${instead}`);
}

function commentsAndTitles(code: string): string {
  const comments = [...code.matchAll(STRINGS_AND_COMMENTS)].map(([, , comment = '']) => comment);
  const titles = [
    ...code.matchAll(/\b(?:test|it|describe)(?:\.\w+)?(?:\([^\n]*?\))?\(\s*(['"`])(.*?)\1/g),
  ];
  return [...comments, ...titles.map(([, , title = '']) => title)].join('\n');
}

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((file) => ending.test(file));

/** Installed packages; word lists of the generated corpora, which are data; this test names what it looks for. */
const NOT_SCANNED =
  /\bnode_modules\b|(?:Grammar|Words|Names)(?:Zh)?\.ts$|Subjects|terms\.test\.ts$/;

const CODE = ['src', 'tests', 'e2e', 'bench', 'scripts']
  .flatMap((folder) => filesIn(folder, /\.tsx?$/))
  .filter((file) => !NOT_SCANNED.test(file))
  .map((file) => [file, readFileSync(file, 'utf8')] as const);
const DOCS = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...filesIn('docs', /\.md$/)].filter(
  (file) => file !== GLOSSARY,
);

const faultsOf = (
  texts: readonly (readonly [string, string])[],
  find: (text: string) => string[],
): string =>
  texts.flatMap(([name, text]) => find(text).map((fault) => `${name}: ${fault}`)).join('\n');

test('the list has terms for each kind of text', () => {
  expect(TERMS.length).toBeGreaterThan(30);
  for (const scope of ['code', 'text', 'zh'])
    expect(TERMS.filter(({ scopes }) => scopes.includes(scope)).length, scope).toBeGreaterThan(5);
  for (const { term, instead, scopes } of TERMS) {
    expect(instead, term).not.toBe('');
    for (const scope of scopes) expect(['code', 'text', 'zh'], term).toContain(scope);
  }
});

test('identifiers have no term of the list', () => {
  expect(CODE.length).toBeGreaterThan(500);
  expect(faultsOf(CODE, (code) => findInCode(code))).toBe('');
});

test('comments and test titles have no term of the list', () => {
  expect(faultsOf(CODE, (code) => findInText(commentsAndTitles(code), 'text'))).toBe('');
});

test('docs and changelog have no term of the list', () => {
  const docs = DOCS.map((file) => [file, readFileSync(file, 'utf8')] as const);
  expect(docs.length).toBeGreaterThan(8);
  expect(faultsOf(docs, (text) => findInText(text, 'text'))).toBe('');
});

test('strings of the page have no term of the list, in either language', () => {
  const introductions = EXPERIMENTS.flatMap(({ id, title, tagline, about, source }) =>
    [title, tagline, about, source].map((words) => [id, words] as const),
  );
  const english = [
    ...flatten(en),
    ...introductions.map(([id, { en: words }]) => [id, words] as const),
  ];
  const chinese = [
    ...flatten(zh),
    ...introductions.map(([id, words]) => [id, words['zh-CN']] as const),
  ];
  expect(faultsOf(english, (text) => findInText(text, 'text'))).toBe('');
  expect(faultsOf(chinese, (text) => findInText(text, 'zh'))).toBe('');
});

test('a term of the list is found in every kind of text', () => {
  const bad = 'The visitor opens a Kept run';
  expect(findInText(bad, 'text').length).toBe(2);
  expect(findInText('两个老师', 'zh').length).toBe(1);
  expect(findInText('the saved runs', 'text')).toEqual([]);
  for (const code of [
    'const modelShelf = 1;',
    'class LitmusStrip {}',
    'run.#sayable()',
    'SHELF_SIZE',
  ])
    expect(findInCode(code).length, code).toBe(1);
  expect(findInCode("const path = 'shelf'; // a shelf")).toEqual([]);
  expect(findInText(commentsAndTitles('// its shelf\nlet a = 1;'), 'text').length).toBe(1);
  expect(findInText(commentsAndTitles("test('opens a kept run', () => {});"), 'text').length).toBe(
    1,
  );
  expect(
    findInText(commentsAndTitles("test.each([1])('a shelf of %i', () => {});"), 'text').length,
  ).toBe(1);
});

/** Names, units and symbols that Chinese text has as they are. */
const LATIN_ALONE = /^[\w\s\p{P}\p{S}×·±−…]*$/u;

test('Chinese has no sentence left in English', () => {
  const sentences = flatten(zh).filter(([key]) => !/\.try\.start\.|promptStart/.test(key));
  const left = sentences.filter(([, text]) => {
    const words = text.replaceAll(/\{\{[^}]+\}\}/g, '');
    return LATIN_ALONE.test(words) && /\b[a-z]{3,}\s+[a-z]{2,}\b/.test(words);
  });
  expect(left).toEqual([]);
  expect(LANGUAGES).toEqual(['en', 'zh-CN']);
});
