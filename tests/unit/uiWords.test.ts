// The types hold the keys together; this holds the blanks in the sentences together.
import { expect, test } from 'vitest';
import i18next from 'i18next';
import { FORMAT_TABLES } from '../../src/training/formats/tables';
import { PATTERN_FEATURES } from '../../src/training/tokenizers/huggingface/regex/syntax';
import { en } from '../../src/ui/i18n/en';
import { noteIn, NOTES } from '../../src/ui/i18n/notes/noteIn';
import { zhNotes } from '../../src/ui/i18n/notes/zh';
import { zh } from '../../src/ui/i18n/zh';
import { findNamed, flatten } from '../support/uiStrings';

const blanks = (sentence: string) =>
  [...sentence.matchAll(/\{\{([^}]+)\}\}/g)]
    .map(([, name]) => name ?? '')
    .toSorted((a, b) => a.localeCompare(b));

test('both languages fill the same blanks', () => {
  const chinese = new Map(flatten(zh));
  for (const [key, sentence] of flatten(en)) {
    // Chinese has one form for all counts.
    const theirs = chinese.get(key.replace(/_one$/, '_other'));
    expect(blanks(theirs ?? ''), key).toEqual(blanks(sentence));
  }
});

test('Chinese has no string that English lacks', () => {
  const english = new Map(flatten(en));
  expect(flatten(zh).filter(([key]) => !english.has(key))).toEqual([]);
});

test('no string is left over: the page names each, and each error and remark has its place', () => {
  const [onPage, inCode] = [findNamed('src/ui'), findNamed('src')];
  const isUsed = (key: string): boolean => {
    const [, code] = /^(?:error|remark|remark\.assumed)\.(\w+)$/.exec(key) ?? [];
    return code === undefined ? onPage(key) : inCode(code);
  };
  const keys = new Set(flatten(en).map(([key]) => key.replace(/_(?:one|other)$/, '')));
  expect([...keys].filter((key) => !isUsed(key))).toEqual([]);
  expect(['check.no_such_key', 'error.no_such_key', 'no_such_key'].filter(isUsed)).toEqual([]);
});

test('no sentence is empty, but for a unit that is none', () => {
  for (const [key, sentence] of [...flatten(en), ...flatten(zh)])
    if (key !== 'settings.unit.none') expect(sentence.trim(), key).not.toBe('');
});

test('every note that a reader shows is there in Chinese', () => {
  const tables = FORMAT_TABLES.filter(({ id }) => !id.startsWith('data.'));
  const shown = tables.flatMap(({ id, fields }) =>
    Object.values(fields).flatMap(({ use, accepts, note }) =>
      use === 'refused' || accepts || (id === 'training_arguments' && use === 'ignored')
        ? [note]
        : [],
    ),
  );
  const all = [...shown, ...PATTERN_FEATURES];
  expect(all.filter((note) => !Object.hasOwn(zhNotes, note))).toEqual([]);
});

test('a note is shown in the language of the page', async () => {
  await i18next.init({ lng: 'en', resources: {} });
  const note = 'Only true is supported.';
  expect(noteIn(note)).toBe(note);
  i18next.addResourceBundle('zh-CN', NOTES, zhNotes);
  await i18next.changeLanguage('zh-CN');
  expect(noteIn(note)).toBe('只支持 true。');
  expect(noteIn('a value')).toBe('a value');
});
