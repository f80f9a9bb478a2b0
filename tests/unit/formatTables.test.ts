import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatsDocument } from '../../src/training/formats/document';
import { honoured, ignored, refused, walkFields } from '../../src/training/formats/fieldTable';
import { FORMAT_TABLES } from '../../src/training/formats/tables';

const table = {
  id: 'example',
  file: 'example.json',
  title: 'Example',
  reference: 'none',
  unknown: 'reported',
  fields: {
    width: honoured('The width.', (value) => Number(value) > 0),
    bias: refused('Biases have no place here.', [false]),
    author: ignored('A name.'),
  },
} as const;

describe('walkFields', () => {
  test('reports what is ignored and what is not known', () => {
    const report = walkFields(table, { width: 3, bias: false, author: 'A', other: 1 });
    expect(report).toEqual({ ignored: ['author'], unknown: ['other'] });
  });

  test('null and absence stand for the default of the reference', () => {
    expect(walkFields(table, { bias: null })).toEqual({ ignored: [], unknown: [] });
  });

  test('refuses a value that changes the result, naming file, field and value', () => {
    expect(() => walkFields(table, { bias: true })).toThrow(
      'example.json: bias = true is not supported. Biases have no place here.',
    );
    expect(() => walkFields(table, { width: -1 })).toThrow(/width = -1/);
  });

  test('a field with the name of a property of every object is no known field', () => {
    const values = JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, unknown>;
    expect(walkFields(table, values).unknown).toEqual(['__proto__', 'constructor']);
  });

  test('a table can refuse every field that it lacks', () => {
    expect(() => walkFields({ ...table, unknown: 'refused' }, { other: 1 })).toThrow(
      'example.json: other (1) is not known to this reader.',
    );
  });
});

describe('the tables', () => {
  test('have one id each, and a note in every row', () => {
    const ids = FORMAT_TABLES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rows = FORMAT_TABLES.flatMap(({ fields }) => Object.values(fields));
    expect(rows.filter(({ note }) => !/^[^a-z].*\.$/.test(note))).toEqual([]);
  });

  test('docs/formats.md is what they print (npm run formats-doc)', () => {
    expect(readFileSync('docs/formats.md', 'utf8')).toBe(formatsDocument(FORMAT_TABLES));
  });
});
