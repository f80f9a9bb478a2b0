// Random JSON schemas of every supported keyword, nested and recursive, from a seed.
import type {
  JsonSchema,
  SchemaObject,
} from '../../src/training/generate/constraints/schema/schema';

export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(random() * items.length)]!;
const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1));

const NAMES = [
  'a',
  'name',
  'age',
  '名字',
  'x y',
  '"q"',
  'tab\t',
  'back\\slash',
  '',
  '🦊',
  'ab',
  'abc',
];
const PATTERNS = [
  '^[a-z]{2,5}$',
  '^\\d{3}-\\d{2}$',
  'ab+',
  '^(yes|no)$',
  '^[A-Z][a-z]*$',
  '^.{2,4}$',
  '[0-9]$',
  '^"?\\\\?$',
  '^\\s?\\w+$',
];
const FORMATS = [
  'date',
  'time',
  'date-time',
  'email',
  'uuid',
  'ipv4',
  'ipv6',
  'hostname',
  'uri',
  'duration',
];
const VALUES = [
  null,
  true,
  false,
  0,
  -1.5,
  1e21,
  'text',
  'é"\\\n',
  [],
  [1, 'a'],
  {},
  { b: [null], a: 1 },
];

function stringSchema(random: Random): SchemaObject {
  const kind = random();
  if (kind < 0.2) return { type: 'string', format: pick(random, FORMATS) };
  if (kind < 0.4) return { type: 'string', pattern: pick(random, PATTERNS) };
  if (kind < 0.5) return { type: 'string', pattern: 'ab+', minLength: 3, maxLength: 6 };
  const minLength = upTo(random, 4);
  return random() < 0.3
    ? { type: 'string' }
    : { type: 'string', minLength, maxLength: minLength + upTo(random, 5) };
}

function integerSchema(random: Random): SchemaObject {
  const low = upTo(random, 3000) - 1500;
  const kinds: SchemaObject[] = [
    { type: 'integer' },
    { type: 'integer', minimum: low },
    { type: 'integer', maximum: low + 0.5 },
    { type: 'integer', minimum: low, maximum: low + upTo(random, 900) },
    { type: 'integer', exclusiveMinimum: low, exclusiveMaximum: low + 2 + upTo(random, 9) },
    { type: 'integer', minimum: low, maximum: low + 100, multipleOf: 1 + upTo(random, 30) },
    { type: 'integer', multipleOf: 7 },
  ];
  return pick(random, kinds);
}

function numberSchema(random: Random): SchemaObject {
  const low = (upTo(random, 4000) - 2000) / 16;
  const kinds: SchemaObject[] = [
    { type: 'number' },
    { type: 'number', minimum: 0, maximum: 1 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    { type: 'number', minimum: low },
    { type: 'number', exclusiveMaximum: low },
    { type: 'number', minimum: low, exclusiveMaximum: low + upTo(random, 100) / 8 + 0.125 },
    { type: 'number', multipleOf: 4, minimum: -8 },
  ];
  return pick(random, kinds);
}

function arraySchema(random: Random, depth: number): SchemaObject {
  const minItems = upTo(random, 2);
  const items = schemaOf(random, depth - 1);
  const maxItems = minItems + upTo(random, 3);
  const prefixItems = Array.from({ length: 1 + upTo(random, 2) }, () =>
    schemaOf(random, depth - 1),
  );
  const kinds: SchemaObject[] = [
    { type: 'array' },
    { type: 'array', items },
    { type: 'array', items, minItems, maxItems },
    { type: 'array', prefixItems, items: false },
    {
      type: 'array',
      prefixItems,
      items,
      minItems: prefixItems.length,
      maxItems: prefixItems.length + 1,
    },
    { type: 'array', prefixItems },
  ];
  return pick(random, kinds);
}

function objectSchema(random: Random, depth: number): SchemaObject {
  const names = NAMES.filter(() => random() < 0.3);
  const properties = Object.fromEntries(names.map((name) => [name, schemaOf(random, depth - 1)]));
  const required = names.filter(() => random() < 0.5);
  const kinds: SchemaObject[] = [
    { type: 'object' },
    { type: 'object', properties },
    { type: 'object', properties, required, additionalProperties: false },
    { type: 'object', properties, required, additionalProperties: true },
    {
      type: 'object',
      properties,
      required: [...required, 'zz'],
      additionalProperties: schemaOf(random, depth - 1),
    },
    { type: 'object', additionalProperties: schemaOf(random, depth - 1) },
    { properties, required },
  ];
  return pick(random, kinds);
}

function combined(random: Random, depth: number): JsonSchema {
  const part = (): JsonSchema => schemaOf(random, depth - 1);
  const kinds: (() => JsonSchema)[] = [
    () => ({ anyOf: [part(), part()] }),
    () => ({ oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] }),
    () => ({
      oneOf: ['cat', 'dog'].map((kind) => ({
        type: 'object',
        properties: { kind: { const: kind }, more: part() },
        required: ['kind'],
      })),
    }),
    () => ({ allOf: [{ type: 'string' }, { minLength: 2 }, { maxLength: 4, pattern: '^[a-c]' }] }),
    () => ({
      allOf: [
        { type: 'object', properties: { a: part() }, required: ['a'] },
        { properties: { b: { type: 'integer' } }, required: ['b'] },
      ],
    }),
    () => ({
      allOf: [{ type: ['integer', 'string'] }],
      anyOf: [{ minimum: 3 }, { type: 'string' }],
    }),
    () => ({ $ref: '#/$defs/tree', description: 'a tree' }),
    () => ({ $ref: '#/$defs/list' }),
    () => ({ type: 'array', items: { $ref: '#' }, maxItems: 2 }),
  ];
  return pick(random, kinds)();
}

function schemaOf(random: Random, depth: number): JsonSchema {
  const kind = random();
  if (depth > 0 && kind < 0.2) return combined(random, depth);
  if (depth > 0 && kind < 0.4) return objectSchema(random, depth);
  if (depth > 0 && kind < 0.55) return arraySchema(random, depth);
  const leaves: (() => JsonSchema)[] = [
    () => true,
    () => ({ type: 'null' }),
    () => ({ type: 'boolean' }),
    () => ({ type: ['string', 'null'], maxLength: 3 }),
    () => ({ const: pick(random, VALUES) }),
    () => ({ enum: [pick(random, VALUES), pick(random, VALUES), 'last'] }),
    () => ({ type: ['string', 'number'], enum: [...VALUES, 'last'] }),
    () => ({ enum: ['a', 'bb', 'ccc', 1], minLength: 2 }),
    () => stringSchema(random),
    () => stringSchema(random),
    () => integerSchema(random),
    () => numberSchema(random),
  ];
  return pick(random, leaves)();
}

export function randomSchema(random: Random): JsonSchema {
  const root = schemaOf(random, 3);
  if (typeof root === 'boolean') return root;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...root,
    $defs: {
      tree: {
        type: 'object',
        properties: {
          value: schemaOf(random, 0),
          children: { type: 'array', items: { $ref: '#/$defs/tree' } },
        },
        required: ['value', 'children'],
        additionalProperties: false,
      },
      list: {
        anyOf: [
          { type: 'null' },
          {
            type: 'array',
            prefixItems: [true, { $ref: '#/$defs/list' }],
            items: false,
            minItems: 2,
          },
        ],
      },
    },
  };
}
