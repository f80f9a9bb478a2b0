// The types hold the keys together; this holds the blanks in the sentences together.
import { expect, test } from 'vitest';
import { en } from '../../src/ui/i18n/en';
import { zh } from '../../src/ui/i18n/zh';

type Words = { readonly [key: string]: string | Words };

function flatten(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : flatten(value, `${path}${key}.`),
  );
}

const blanks = (sentence: string) =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)]
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

test('no sentence is empty, but for a unit that is none', () => {
  for (const [key, sentence] of [...flatten(en), ...flatten(zh)])
    if (key !== 'settings.unit.none') expect(sentence.trim(), key).not.toBe('');
});
