// Whether a value satisfies a schema.
import { itemAt, propertyOf, type FlatSchema, type SchemaReader } from './flat';
import { FORMATS } from './formats';
import { canonical, type Json } from './json';
import type { JsonSchema, TypeName } from './schema';

const satisfiesSchema = (of: SchemaReader, value: Json, schema: JsonSchema): boolean =>
  of.of(schema).some((flat) => satisfies(of, value, flat));

export function satisfies(of: SchemaReader, value: Json, flat: FlatSchema): boolean {
  const { types, values, text, number, array, object } = flat;
  if (types && !types.some((type) => isOfType(value, type))) return false;
  if (values && !values.some((one) => canonical(one) === canonical(value))) return false;
  if (typeof value === 'string') {
    const length = [...value].length;
    return (
      length >= text.minLength &&
      length <= text.maxLength &&
      text.patterns.every((pattern) => new RegExp(pattern, 'u').test(value)) &&
      text.formats.every((name) => new RegExp(`^(?:${FORMATS[name]!})$`, 'u').test(value))
    );
  }
  if (typeof value === 'number') {
    return (
      value >= number.minimum &&
      value <= number.maximum &&
      value > number.exclusiveMinimum &&
      value < number.exclusiveMaximum &&
      number.multiples.every((step) => value % step === 0)
    );
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    const { length } = items;
    if (length < array.minItems || length > array.maxItems) return false;
    return items.every((item, index) => satisfiesSchema(of, item, itemAt(flat, index)));
  }
  if (typeof value !== 'object' || value === null) return true;
  const entries = Object.entries(value) as [string, Json][];
  return (
    object.required.every((name) => Object.hasOwn(value, name)) &&
    entries.every(([name, one]) => satisfiesSchema(of, one, propertyOf(object, name)))
  );
}

function isOfType(value: Json, type: TypeName): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
