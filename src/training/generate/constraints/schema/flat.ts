// A schema without references and combinators: what a single kind of text is held to.
import { canonical, type Json } from './json';
import { ALL_TYPES, KEYWORDS, type JsonSchema, type SchemaObject, type TypeName } from './schema';

export interface FlatSchema {
  /** Null: all. */
  readonly types: readonly TypeName[] | null;
  /** Null: any. */
  readonly values: readonly Json[] | null;
  readonly text: {
    readonly minLength: number;
    readonly maxLength: number;
    readonly patterns: readonly string[];
    readonly formats: readonly string[];
  };
  readonly number: NumberLimits;
  readonly array: {
    readonly prefix: readonly JsonSchema[];
    /** Of those behind the prefix. */
    readonly items: JsonSchema;
    readonly minItems: number;
    readonly maxItems: number;
  };
  readonly object: ObjectShape;
  /** Types that a keyword speaks of. */
  readonly meant: readonly TypeName[];
}

export interface NumberLimits {
  readonly minimum: number;
  readonly maximum: number;
  readonly exclusiveMinimum: number;
  readonly exclusiveMaximum: number;
  readonly multiples: readonly number[];
}

export interface ObjectShape {
  readonly properties: ReadonlyMap<string, JsonSchema>;
  readonly required: readonly string[];
  /** Undefined: no such keyword. */
  readonly additional: JsonSchema | undefined;
}

/** A schema as flat ones, of which one must be satisfied. */
export interface SchemaReader {
  of(schema: JsonSchema): readonly FlatSchema[];
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** Of a schema's own keywords. */
export function flatOf(schema: SchemaObject): FlatSchema {
  const take = <T>(keyword: string, otherwise: T): T =>
    (schema[keyword] as T | undefined) ?? otherwise;
  const one = <T>(keyword: string): T[] =>
    schema[keyword] === undefined ? [] : [schema[keyword] as T];
  const values = [
    ...(schema.enum === undefined ? [] : [schema.enum as readonly Json[]]),
    ...(schema.const === undefined ? [] : [[schema.const]]),
  ];
  const meant = Object.keys(schema).flatMap((keyword) => KEYWORDS[keyword]?.of ?? []);
  return {
    types: schema.type === undefined ? null : typesOf([schema.type].flat() as TypeName[]),
    values: values.length === 0 ? null : values.reduce(commonValues),
    text: {
      minLength: take('minLength', 0),
      maxLength: take('maxLength', Infinity),
      patterns: one('pattern'),
      formats: one('format'),
    },
    number: {
      minimum: take('minimum', -Infinity),
      maximum: take('maximum', Infinity),
      exclusiveMinimum: take('exclusiveMinimum', -Infinity),
      exclusiveMaximum: take('exclusiveMaximum', Infinity),
      multiples: one('multipleOf'),
    },
    array: {
      prefix: take<readonly JsonSchema[]>('prefixItems', []),
      items: take<JsonSchema>('items', true),
      minItems: take('minItems', 0),
      maxItems: take('maxItems', Infinity),
    },
    object: {
      properties: new Map(Object.entries(take<Record<string, JsonSchema>>('properties', {}))),
      required: unique(take<readonly string[]>('required', [])),
      additional: take<JsonSchema | undefined>('additionalProperties', undefined),
    },
    meant: unique(meant),
  };
}

/** A number may be an integer. */
const typesOf = (names: readonly TypeName[]): TypeName[] =>
  unique(names).filter((name) => name !== 'integer' || !names.includes('number'));

export const FREE = flatOf({});

/** Types that are written: where none is named, those that the keywords speak of. */
export function writtenTypes({ types, meant }: FlatSchema): readonly TypeName[] {
  return types ?? (meant.length > 0 ? meant : ALL_TYPES);
}

/** What satisfies both. */
export function bothFlat(a: FlatSchema, b: FlatSchema): FlatSchema {
  const from = Math.max(a.array.prefix.length, b.array.prefix.length);
  return {
    types: a.types && b.types ? commonTypes(a.types, b.types) : (a.types ?? b.types),
    values: a.values && b.values ? commonValues(a.values, b.values) : (a.values ?? b.values),
    text: {
      minLength: Math.max(a.text.minLength, b.text.minLength),
      maxLength: Math.min(a.text.maxLength, b.text.maxLength),
      patterns: unique([...a.text.patterns, ...b.text.patterns]),
      formats: unique([...a.text.formats, ...b.text.formats]),
    },
    number: {
      minimum: Math.max(a.number.minimum, b.number.minimum),
      maximum: Math.min(a.number.maximum, b.number.maximum),
      exclusiveMinimum: Math.max(a.number.exclusiveMinimum, b.number.exclusiveMinimum),
      exclusiveMaximum: Math.min(a.number.exclusiveMaximum, b.number.exclusiveMaximum),
      multiples: unique([...a.number.multiples, ...b.number.multiples]),
    },
    array: {
      prefix: Array.from({ length: from }, (_, index) =>
        bothSchemas(itemAt(a, index), itemAt(b, index)),
      ),
      items: bothSchemas(a.array.items, b.array.items),
      minItems: Math.max(a.array.minItems, b.array.minItems),
      maxItems: Math.min(a.array.maxItems, b.array.maxItems),
    },
    object: bothObjects(a.object, b.object),
    meant: unique([...a.meant, ...b.meant]),
  };
}

export const itemAt = ({ array }: FlatSchema, index: number): JsonSchema =>
  array.prefix[index] ?? array.items;

export const propertyOf = ({ properties, additional }: ObjectShape, name: string): JsonSchema =>
  properties.get(name) ?? additional ?? true;

function bothObjects(a: ObjectShape, b: ObjectShape): ObjectShape {
  const names = unique([...a.properties.keys(), ...b.properties.keys()]);
  const both = names.map(
    (name) => [name, bothSchemas(propertyOf(a, name), propertyOf(b, name))] as const,
  );
  const isNamed = a.additional !== undefined || b.additional !== undefined;
  return {
    properties: new Map(both),
    required: unique([...a.required, ...b.required]),
    additional: isNamed ? bothSchemas(a.additional ?? true, b.additional ?? true) : undefined,
  };
}

function bothSchemas(a: JsonSchema, b: JsonSchema): JsonSchema {
  if (a === false || b === false) return false;
  if (a === true) return b;
  if (b === true || canonical(a) === canonical(b)) return a;
  return { allOf: [a, b] };
}

function commonTypes(a: readonly TypeName[], b: readonly TypeName[]): TypeName[] {
  const has = (types: readonly TypeName[], name: TypeName): boolean =>
    types.includes(name) || (name === 'integer' && types.includes('number'));
  return typesOf([...a, ...b].filter((name) => has(a, name) && has(b, name)));
}

function commonValues(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const known = new Set(b.map((value) => canonical(value)));
  return a.filter((value) => known.has(canonical(value)));
}
