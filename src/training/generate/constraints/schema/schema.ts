// JSON schemas (draft 2020-12) as they come, and the keywords that a text can be held to.
import type { Json } from './json';

export type JsonSchema = boolean | SchemaObject;

export interface SchemaObject {
  readonly [keyword: string]: Json | undefined;
}

export type TypeName = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

/** An integer is a number. */
export const ALL_TYPES: readonly TypeName[] = [
  'object',
  'array',
  'string',
  'number',
  'boolean',
  'null',
];

/** What a keyword takes. */
type Takes =
  | 'count'
  | 'number'
  | 'text'
  | 'texts'
  | 'anything'
  | 'values'
  | 'types'
  | 'schema'
  | 'schemas'
  | 'named schemas'
  | 'note';

/** `of`: the type of value that it speaks of. */
interface Keyword {
  readonly takes: Takes;
  readonly of?: TypeName;
}

/** Any other keyword is refused by name. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  type: { takes: 'types' },
  enum: { takes: 'values' },
  const: { takes: 'anything' },
  properties: { takes: 'named schemas', of: 'object' },
  required: { takes: 'texts', of: 'object' },
  additionalProperties: { takes: 'schema', of: 'object' },
  items: { takes: 'schema', of: 'array' },
  prefixItems: { takes: 'schemas', of: 'array' },
  minItems: { takes: 'count', of: 'array' },
  maxItems: { takes: 'count', of: 'array' },
  minLength: { takes: 'count', of: 'string' },
  maxLength: { takes: 'count', of: 'string' },
  pattern: { takes: 'text', of: 'string' },
  format: { takes: 'text', of: 'string' },
  minimum: { takes: 'number', of: 'number' },
  maximum: { takes: 'number', of: 'number' },
  exclusiveMinimum: { takes: 'number', of: 'number' },
  exclusiveMaximum: { takes: 'number', of: 'number' },
  multipleOf: { takes: 'number', of: 'number' },
  anyOf: { takes: 'schemas' },
  oneOf: { takes: 'schemas' },
  allOf: { takes: 'schemas' },
  $ref: { takes: 'text' },
  // Read where a $ref leads to them.
  $defs: { takes: 'note' },
  definitions: { takes: 'note' },
  // Notes for readers, which say nothing of what is valid.
  $schema: { takes: 'note' },
  $comment: { takes: 'note' },
  title: { takes: 'note' },
  description: { takes: 'note' },
  default: { takes: 'note' },
  examples: { takes: 'note' },
  deprecated: { takes: 'note' },
  /** Of OpenAPI: oneOf, beside which it stands, says all of it. */
  discriminator: { takes: 'note' },
  readOnly: { takes: 'note' },
  writeOnly: { takes: 'note' },
};

const isSchemaObject = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'boolean' || isSchemaObject(value);
