// Reads a schema through: what is no schema, and keywords that a text can't be held to, are refused by name.
import { ConstraintError } from '../error';
import { FORMATS } from './formats';
import { canonical, type Json } from './json';
import { ALL_TYPES, isSchema, KEYWORDS, type JsonSchema, type SchemaObject } from './schema';

/** What a $ref leads to. @throws ConstraintError */
export function resolve(root: JsonSchema, ref: string): JsonSchema {
  let target: unknown = ref.startsWith('#') ? root : undefined;
  const path = ref.slice(1);
  if (path !== '' && !path.startsWith('/')) target = undefined;
  for (const part of path.split('/').slice(1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    const isHolder = typeof target === 'object' && target !== null && Object.hasOwn(target, name);
    target = isHolder ? (target as Record<string, unknown>)[name] : undefined;
  }
  if (isSchema(target)) return target;
  throw new ConstraintError('constraint_keyword_value', { keyword: '$ref', at: ref, value: ref });
}

/** Reached schemas alone: definitions that nothing refers to constrain nothing. */
export function checkSchema(root: unknown): asserts root is JsonSchema {
  const seen = new Set<unknown>();
  const open: [unknown, string][] = [[root, '#']];
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const [schema, at] = entry;
    if (!isSchema(schema)) throw new ConstraintError('constraint_no_schema', { at });
    if (typeof schema === 'boolean' || seen.has(schema)) continue;
    seen.add(schema);
    for (const [keyword, value] of Object.entries(schema)) {
      if (value !== undefined) open.push(...checkKeyword(keyword, value, at));
    }
    if (typeof schema.$ref === 'string')
      open.push([resolve(root as JsonSchema, schema.$ref), schema.$ref]);
  }
}

/** The schemas within. */
function checkKeyword(keyword: string, value: Json, at: string): [unknown, string][] {
  const rule = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword]! : undefined;
  if (isUnrestricting(keyword, value, at)) return [];
  if (!rule) throw new ConstraintError('constraint_keyword', { keyword, at });
  const place = `${at}/${keyword}`;
  const bad = (): ConstraintError => new ConstraintError('constraint_bad_schema', { keyword, at });
  const must = (isGood: boolean): void => {
    if (!isGood) throw bad();
  };
  switch (rule.takes) {
    case 'note':
    case 'anything':
      break;
    case 'count':
      must(typeof value === 'number' && Number.isInteger(value) && value >= 0);
      break;
    case 'number':
      must(typeof value === 'number' && (keyword !== 'multipleOf' || value > 0));
      if (keyword === 'multipleOf') supported(keyword, at, value, Number.isSafeInteger(value));
      break;
    case 'text':
      must(typeof value === 'string');
      if (keyword === 'format')
        supported(keyword, at, value, Object.hasOwn(FORMATS, value as string));
      break;
    case 'texts':
      must(Array.isArray(value) && value.every((one) => typeof one === 'string'));
      break;
    case 'values':
      must(Array.isArray(value) && value.length > 0);
      break;
    case 'types': {
      const names: readonly unknown[] = Array.isArray(value) ? value : [value];
      must(names.length > 0);
      must(names.every((name) => name === 'integer' || ALL_TYPES.some((type) => type === name)));
      break;
    }
    case 'schema':
      return [[value, place]];
    case 'schemas':
      must(Array.isArray(value) && value.length > 0);
      return (value as readonly Json[]).map((one, index) => [one, `${place}/${index}`]);
    case 'named schemas':
      must(typeof value === 'object' && value !== null && !Array.isArray(value));
      return Object.entries(value as SchemaObject).map(([name, one]) => [one, `${place}/${name}`]);
  }
  return [];
}

function supported(keyword: string, at: string, value: Json, isSupported: boolean): void {
  if (isSupported) return;
  throw new ConstraintError('constraint_keyword_value', {
    keyword,
    at,
    value: JSON.stringify(value),
  });
}

/** Keywords that say what holds anyway; the schema's own name, by which nothing is looked up. */
function isUnrestricting(keyword: string, value: Json, at: string): boolean {
  switch (keyword) {
    case '$id':
      return at === '#';
    case 'uniqueItems':
      return value === false;
    case 'minProperties':
      return value === 0;
    case 'propertyNames':
      return value === true || canonical(value) === '{"type":"string"}';
    default:
      return false;
  }
}
