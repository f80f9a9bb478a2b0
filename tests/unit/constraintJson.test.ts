// Whatever the scores are, what is written under a JSON schema is JSON and satisfies the schema, as another
// validator has it, and no text is cut off by its length.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { ConstraintError } from '../../src/training/generate/constraints/error';
import { BpeTokenizer } from '../../src/training/tokenizers/bpe';
import { trainBpe } from '../../src/training/tokenizers/bpeTraining';
import { ByteTokenizer } from '../../src/training/tokenizers/byte';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import type { JsonSchema } from '../../src/training/generate/constraints/schema/schema';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import { WordPieceTokenizer } from '../../src/training/tokenizers/wordpiece';
import { writeConstrained } from '../support/constrainedText';
import { pick, randomSchema, seeded } from '../support/randomSchemas';

const ASCII = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
const SAMPLE =
  '{"name": "Ann", "age": 31, "名字": ["是", null, true], "x": -1.5e3}, {"a": "🦊"}\n'.repeat(9);
const random = seeded(99);
const strangeMerges = Array.from({ length: 300 }, (_, at) => {
  const any = (): number => Math.floor(random() * (256 + at));
  return [any(), any()] as const;
});

const TOKENIZERS: Readonly<Record<string, Tokenizer>> = {
  char: CharTokenizer.train(ASCII.join('') + '名字🦊é世界'),
  'char with few characters': CharTokenizer.train(
    '{}[]":, abcdefghijklmnopqrstuvwxyz0123456789-.',
    'É',
  ),
  byte: new ByteTokenizer(),
  bpe: await trainBpe(SAMPLE, { vocabSize: 400 }),
  'tokens of any bytes': new BpeTokenizer(strangeMerges),
  wordpiece: new WordPieceTokenizer(
    [
      '[PAD]',
      '[UNK]',
      ...ASCII.slice(1),
      ...ASCII.slice(1).map((one) => `##${one}`),
      'true',
      '##":',
      '名',
      '##字',
      '##ull',
    ],
    false,
  ),
};

const OCTET = '(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const isDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  time: (text) => !Number.isNaN(Date.parse(`2020-01-01T${text}`)),
  'date-time': (text) => isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
  email: (text) => /^[^\s@]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text),
  uuid: (text) => /^[0-9a-f-]{36}$/.test(text),
  ipv4: (text) => new RegExp(`^(?:${OCTET}\\.){3}${OCTET}$`).test(text),
  ipv6: (text) => URL.canParse(`http://[${text}]/`),
  hostname: (text) => /^[a-z0-9.-]+$/.test(text) && !/(^|\.)-|-(\.|$)|\.\./.test(text),
  uri: (text) => URL.canParse(text),
  duration: (text) => /^P(\d+[DW]|T\d+[HMS])$/.test(text),
};

function validatorOf(full: JsonSchema) {
  const { $schema: _, ...schema } = typeof full === 'boolean' ? { allOf: [full] } : full;
  const ajv = new Ajv2020({
    strict: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  for (const [name, validate] of Object.entries(CHECKS)) ajv.addFormat(name, { validate });
  return ajv.compile(schema);
}

/** What a schema needs and a vocabulary lacks. */
const missingOf = (thrown: unknown): string[] | null =>
  thrown instanceof ConstraintError && thrown.code === 'constraint_missing'
    ? String(thrown.fields.characters).split(' ')
    : null;

describe.each(Object.keys(TOKENIZERS))('random schemas, %s', (name) => {
  const tokenizer = TOKENIZERS[name]!;
  const seeds = 1 + Object.keys(TOKENIZERS).indexOf(name) * 1000;

  test('170 texts satisfy them', () => {
    let written = 0;
    for (let seed = seeds; written < 170; seed++) {
      const draw = seeded(seed);
      const schema = randomSchema(draw);
      const note = `seed ${seed}: ${JSON.stringify(schema)}`;
      let text: string;
      try {
        ({ text } = writeConstrained(
          { kind: 'json', schema },
          tokenizer,
          draw,
          pick(draw, [0, 1, 9, 40]),
        ));
      } catch (thrown) {
        const missing = missingOf(thrown);
        if (!missing) throw new Error(note, { cause: thrown });
        for (const one of missing.filter((character) => !character.startsWith('U+')))
          expect(WRITABLE[name]?.has(one), `${one} of ${note}`).toBe(false);
        continue;
      }
      written++;
      const validate = validatorOf(schema);
      expect(
        validate(JSON.parse(text)),
        `${text} of ${note}: ${JSON.stringify(validate.errors)}`,
      ).toBe(true);
    }
  });
});

/** Characters that a tokenizer has; absent: all. */
const WRITABLE: Readonly<Record<string, ReadonlySet<string>>> = {
  char: new Set((TOKENIZERS.char as CharTokenizer).characters),
  'char with few characters': new Set(
    (TOKENIZERS['char with few characters'] as CharTokenizer).characters,
  ),
  wordpiece: new Set(ASCII),
};

const byte = TOKENIZERS.byte!;
const written = (schema: unknown, room = 30, seed = 5): string =>
  writeConstrained({ kind: 'json', schema }, byte, seeded(seed), room).text;

test('any JSON where nothing is asked for, an object without a schema', () => {
  for (let seed = 0; seed < 60; seed++) {
    expect(() => JSON.parse(written({}, seed, seed)) as unknown).not.toThrow();
    const object = writeConstrained({ kind: 'json' }, byte, seeded(seed), seed).text;
    expect(JSON.parse(object)).toBeTypeOf('object');
  }
});

test('what other tools write beside, and says nothing more, is read over', () => {
  const schema = {
    $id: 'https://example.com/pet',
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Pet',
    type: 'object',
    propertyNames: { type: 'string' },
    properties: {
      age: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      pet: {
        discriminator: { propertyName: 'kind' },
        oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      },
    },
    required: ['age', 'pet'],
    additionalProperties: false,
    $defs: {
      Cat: { type: 'object', properties: { kind: { const: 'cat' } }, required: ['kind'] },
      Dog: { type: 'object', properties: { kind: { const: 'dog' } }, required: ['kind'] },
    },
  };
  const { age, pet } = JSON.parse(written(schema)) as { age: number; pet: { kind: string } };
  expect(Number.isSafeInteger(age)).toBe(true);
  expect(['cat', 'dog']).toContain(pet.kind);
});

test('the shortest text is written where no token is left for more', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, n: { type: 'integer' } },
    required: ['name', 'n'],
  };
  const { text, tokens } = writeConstrained({ kind: 'json', schema }, byte, seeded(3), 0);
  expect(text).toMatch(/^\{"name":"","n":\d\}$/);
  expect(tokens).toBe(text.length);
});

test.each([
  [{ type: 'array', uniqueItems: true }, 'uniqueItems', '#'],
  [{ properties: { a: { not: {} } } }, 'not', '#/properties/a'],
  [{ type: 'object', minProperties: 2 }, 'minProperties', '#'],
  [{ $ref: '#/$defs/x', $defs: { x: { if: true, else: false } } }, 'if', '#/$defs/x'],
  [{ type: 'array', contains: {} }, 'contains', '#'],
  [{ patternProperties: { a: {} } }, 'patternProperties', '#'],
  [{ dependentRequired: {} }, 'dependentRequired', '#'],
  [{ anyOf: [{ 'x-mine': 1 }] }, 'x-mine', '#/anyOf/0'],
  [{ $dynamicRef: '#a' }, '$dynamicRef', '#'],
  [{ propertyNames: { maxLength: 1 } }, 'propertyNames', '#'],
])('%j is refused by the name of its keyword', (schema, keyword, at) => {
  expect(() => written(schema)).toThrow(
    expect.objectContaining({ code: 'constraint_keyword', fields: { keyword, at } }),
  );
});

test.each([
  [{ type: 'string', format: 'idn-email' }, 'format'],
  [{ type: 'number', multipleOf: 0.01 }, 'multipleOf'],
  [{ type: 'number', minimum: 1e-9 }, 'minimum'],
  [{ $ref: 'https://example.com/schema' }, '$ref'],
])('%j is refused for its value', (schema, keyword) => {
  expect(() => written(schema)).toThrow(
    expect.objectContaining({
      code: 'constraint_keyword_value',
      fields: expect.objectContaining({ keyword }) as unknown,
    }),
  );
});

test.each([
  [{ type: 'text' }, 'constraint_bad_schema'],
  [{ minLength: -1 }, 'constraint_bad_schema'],
  [{ properties: [] }, 'constraint_bad_schema'],
  [[], 'constraint_no_schema'],
  [{ items: [true] }, 'constraint_no_schema'],
  [{ pattern: '(?=a)b', type: 'string' }, 'constraint_lookaround'],
  [{ oneOf: [{ type: 'integer' }, { type: 'number' }] }, 'constraint_one_of'],
  [{ $ref: '#' }, 'constraint_self_reference'],
  [{ type: 'string', minLength: 3, maxLength: 2 }, 'constraint_unsatisfiable'],
  [{ type: 'string', pattern: '^a+$', maxLength: 0 }, 'constraint_unsatisfiable'],
  [
    { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
    'constraint_unsatisfiable',
  ],
  [{ type: 'integer', minimum: 2, maximum: 4, multipleOf: 5 }, 'constraint_unsatisfiable'],
  [{ type: 'object', required: ['a'], additionalProperties: false }, 'constraint_unsatisfiable'],
  [false, 'constraint_unsatisfiable'],
])('%j: %s', (schema, code) => {
  expect(() => written(schema)).toThrow(expect.objectContaining({ code }));
});

test('characters that a vocabulary lacks are named', () => {
  const few = CharTokenizer.train('abc":, ');
  const schema = { type: 'object', properties: { é: { const: 'a\tb' } }, required: ['é'] };
  expect(() => writeConstrained({ kind: 'json', schema }, few, seeded(1), 9)).toThrow(
    expect.objectContaining({ code: 'constraint_missing', fields: { characters: '{ é \\ t }' } }),
  );
});
