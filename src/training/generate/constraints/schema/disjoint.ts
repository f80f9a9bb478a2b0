// Whether no value can satisfy two schemas; false where that is not plain to see.
import { propertyOf, type FlatSchema, type NumberLimits, type SchemaReader } from './flat';
import { ALL_TYPES, type JsonSchema, type TypeName } from './schema';
import { satisfies } from './validate';

const MOST_NESTED = 8;

export function isDisjoint(of: SchemaReader, a: FlatSchema, b: FlatSchema, depth = 0): boolean {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (one.values)
      return one.values.every(
        (value) => !satisfies(of, value, one) || !satisfies(of, value, other),
      );
  }
  return commonTypes(a, b).every((type) => {
    switch (type) {
      case 'string':
        return a.text.minLength > b.text.maxLength || b.text.minLength > a.text.maxLength;
      case 'number':
      case 'integer':
        return isBelow(a.number, b.number) || isBelow(b.number, a.number);
      case 'array':
        return a.array.minItems > b.array.maxItems || b.array.minItems > a.array.maxItems;
      case 'object':
        return areObjectsDisjoint(of, a, b, depth);
      default:
        return false;
    }
  });
}

function commonTypes(a: FlatSchema, b: FlatSchema): TypeName[] {
  const has = (types: readonly TypeName[] | null, name: TypeName): boolean =>
    types === null || types.includes(name) || (name === 'number' && types.includes('integer'));
  return ALL_TYPES.filter((name) => has(a.types, name) && has(b.types, name));
}

function isBelow(a: NumberLimits, b: NumberLimits): boolean {
  const most = Math.min(a.maximum, a.exclusiveMaximum);
  const least = Math.max(b.minimum, b.exclusiveMinimum);
  const isOpen = a.exclusiveMaximum <= a.maximum || b.exclusiveMinimum >= b.minimum;
  return most < least || (most === least && isOpen && Number.isFinite(most));
}

/** By a property that one of them requires. */
function areObjectsDisjoint(
  of: SchemaReader,
  a: FlatSchema,
  b: FlatSchema,
  depth: number,
): boolean {
  if (depth > MOST_NESTED) return false;
  const apart = (one: JsonSchema, other: JsonSchema): boolean =>
    of.of(one).every((x) => of.of(other).every((y) => isDisjoint(of, x, y, depth + 1)));
  return [...a.object.required, ...b.object.required].some((name) =>
    apart(propertyOf(a.object, name), propertyOf(b.object, name)),
  );
}
