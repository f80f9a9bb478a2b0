// A JSON schema as an expression: properties in the order in which they are declared, no blanks but one that may
// stand before a value and before a name.
import type { Expression } from '../expression';
import type { Expressions } from '../expressions';
import { Alternatives } from './alternatives';
import { checkSchema } from './checkSchema';
import { itemAt, propertyOf, writtenTypes, type FlatSchema, type ObjectShape } from './flat';
import { canonical, type Json } from './json';
import { integerExpression, numberExpression } from './numbers';
import type { JsonSchema, TypeName } from './schema';
import { stringExcept, stringExpression } from './strings';
import { satisfies } from './validate';

/** @throws ConstraintError */
export function schemaExpression(expressions: Expressions, schema: unknown): Expression {
  checkSchema(schema);
  return new SchemaCompiler(expressions, schema).whole(schema);
}

class SchemaCompiler {
  readonly #to: Expressions;
  readonly #alternatives: Alternatives;
  readonly #names = new Map<string, string>();
  readonly #open: (readonly [name: string, schema: JsonSchema])[] = [];

  constructor(to: Expressions, root: JsonSchema) {
    this.#to = to;
    this.#alternatives = new Alternatives(root);
  }

  whole(schema: JsonSchema): Expression {
    const value = this.#value(schema);
    for (let entry = this.#open.pop(); entry; entry = this.#open.pop()) {
      const [name, part] = entry;
      const options = this.#alternatives.of(part).map((flat) => this.#flat(flat));
      this.#to.define(name, this.#to.choice(...options));
    }
    return value;
  }

  /** By a rule of its own: schemas may hold themselves. */
  #value(schema: JsonSchema): Expression {
    const key = canonical(schema);
    let name = this.#names.get(key);
    if (name === undefined) {
      this.#names.set(key, (name = String(this.#names.size)));
      this.#open.push([name, schema]);
    }
    return this.#spaced(this.#to.rule(name));
  }

  #spaced(item: Expression): Expression {
    return this.#to.sequence(this.#to.optional(this.#to.literal(' ')), item);
  }

  #flat(flat: FlatSchema): Expression {
    const { values } = flat;
    if (values) {
      const valid = values.filter((value) => satisfies(this.#alternatives, value, flat));
      return this.#to.choice(...valid.map((value) => this.#constant(value)));
    }
    return this.#to.choice(...writtenTypes(flat).map((type) => this.#ofType(type, flat)));
  }

  #ofType(type: TypeName, flat: FlatSchema): Expression {
    const to = this.#to;
    switch (type) {
      case 'null':
        return to.literal('null');
      case 'boolean':
        return to.choice(to.literal('true'), to.literal('false'));
      case 'integer':
        return integerExpression(to, flat.number);
      case 'number':
        return numberExpression(to, flat.number);
      case 'string':
        return stringExpression(to, flat.text);
      case 'array':
        return to.sequence(to.literal('['), this.#items(flat, 0), to.literal(']'));
      case 'object':
        return this.#object(flat.object);
    }
  }

  #constant(value: Json): Expression {
    const to = this.#to;
    const listed = (items: readonly Expression[]): Expression =>
      to.sequence(
        ...items.flatMap((item, index) => (index === 0 ? [item] : [to.literal(','), item])),
      );
    if (Array.isArray(value)) {
      const items = value.map((one: Json) => this.#spaced(this.#constant(one)));
      return to.sequence(to.literal('['), listed(items), to.literal(']'));
    }
    if (typeof value !== 'object' || value === null) return to.literal(JSON.stringify(value));
    const entries = Object.entries(value).map(([name, one]) =>
      this.#entry(to.literal(JSON.stringify(name)), this.#spaced(this.#constant(one!))),
    );
    return to.sequence(to.literal('{'), listed(entries), to.literal('}'));
  }

  /** Behind so many items. */
  #items(flat: FlatSchema, count: number): Expression {
    const to = this.#to;
    const { prefix, minItems, maxItems } = flat.array;
    if (count >= maxItems) return count >= minItems ? to.empty : to.none;
    const next = this.#separated(this.#value(itemAt(flat, count)), count > 0);
    if (count < prefix.length) {
      const more = to.sequence(next, this.#items(flat, count + 1));
      return count >= minItems ? to.optional(more) : more;
    }
    const following = this.#separated(this.#value(flat.array.items), true);
    const done = count + 1;
    const rest = to.repeat(following, Math.max(0, minItems - done), maxItems - done);
    const all = to.sequence(next, rest);
    return count >= minItems ? to.optional(all) : all;
  }

  #object(shape: ObjectShape): Expression {
    const { properties, required, additional } = shape;
    const unlisted = required.filter((name) => !properties.has(name));
    const names = [...properties.keys(), ...unlisted];
    const isOpen = additional === undefined ? properties.size === 0 : additional !== false;
    const other = this.#entry(stringExcept(this.#to, names), this.#value(additional ?? true));
    const to = this.#to;
    const more = to.repeat(this.#separated(other, true), 0, Infinity);
    let behind = isOpen ? more : to.empty;
    let first = isOpen ? to.optional(to.sequence(other, more)) : to.empty;
    for (const name of names.reverse()) {
      const own = this.#entry(
        to.literal(JSON.stringify(name)),
        this.#value(propertyOf(shape, name)),
      );
      const isNeeded = required.includes(name);
      const atFirst = to.sequence(own, behind);
      const later = to.sequence(this.#separated(own, true), behind);
      first = isNeeded ? atFirst : to.choice(atFirst, first);
      behind = isNeeded ? later : to.choice(later, behind);
    }
    return to.sequence(to.literal('{'), first, to.literal('}'));
  }

  #entry(name: Expression, value: Expression): Expression {
    return this.#to.sequence(this.#spaced(name), this.#to.literal(':'), value);
  }

  #separated(item: Expression, isLater: boolean): Expression {
    return isLater ? this.#to.sequence(this.#to.literal(','), item) : item;
  }
}
