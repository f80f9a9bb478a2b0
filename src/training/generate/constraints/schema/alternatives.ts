// A schema as the flat schemas of which a text must satisfy one.
import { ConstraintError } from '../error';
import { resolve } from './checkSchema';
import { isDisjoint } from './disjoint';
import { bothFlat, flatOf, FREE, type FlatSchema, type SchemaReader } from './flat';
import { canonical } from './json';
import type { JsonSchema, SchemaObject } from './schema';

const MOST = 1000;

export class Alternatives implements SchemaReader {
  readonly #root: JsonSchema;
  readonly #known = new Map<string, readonly FlatSchema[]>();
  readonly #open = new Set<string>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** @throws ConstraintError constraint_self_reference | constraint_one_of | constraint_too_many_alternatives */
  of(schema: JsonSchema): readonly FlatSchema[] {
    if (typeof schema === 'boolean') return schema ? [FREE] : [];
    const key = canonical(schema);
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#open.has(key))
      throw new ConstraintError('constraint_self_reference', {
        at: (schema.$ref as string | undefined) ?? key,
      });
    this.#open.add(key);
    const found = this.#combined(schema);
    this.#open.delete(key);
    this.#known.set(key, found);
    return found;
  }

  #combined(schema: SchemaObject): readonly FlatSchema[] {
    const { $ref, allOf = [], anyOf, oneOf } = schema;
    let all: readonly FlatSchema[] = [flatOf(schema)];
    if ($ref !== undefined) all = both(all, this.of(resolve(this.#root, $ref as string)));
    for (const part of allOf as readonly JsonSchema[]) all = both(all, this.of(part));
    if (anyOf)
      all = both(
        all,
        (anyOf as readonly JsonSchema[]).flatMap((one) => this.of(one)),
      );
    if (oneOf) all = this.#oneOf(all, oneOf as readonly JsonSchema[], canonical(schema));
    return all;
  }

  /** Each text satisfies a single option: they must exclude each other. */
  #oneOf(
    base: readonly FlatSchema[],
    options: readonly JsonSchema[],
    at: string,
  ): readonly FlatSchema[] {
    const each = options.map((option) => both(base, this.of(option)));
    each.forEach((one, a) => {
      each.slice(a + 1).forEach((other, offset) => {
        const isApart = one.every((x) => other.every((y) => isDisjoint(this, x, y)));
        if (!isApart)
          throw new ConstraintError('constraint_one_of', { a: a + 1, b: a + offset + 2, at });
      });
    });
    return each.flat();
  }
}

function both(a: readonly FlatSchema[], b: readonly FlatSchema[]): readonly FlatSchema[] {
  if (a.length * b.length > MOST)
    throw new ConstraintError('constraint_too_many_alternatives', { most: MOST });
  const all = a.flatMap((one) => b.map((other) => bothFlat(one, other)));
  return all.filter(({ types }) => types === null || types.length > 0);
}
