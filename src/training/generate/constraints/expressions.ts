// Languages of texts as expressions that can be derived by one byte of UTF-8 after the other (Brzozowski 1964):
// the derivative is the language of what may follow. Equal expressions are one object, so that an expression is
// a state of an automaton that is built while it is walked; rules may refer to each other, which makes it a
// pushdown automaton.
import { ConstraintError } from './error';
import { CodePoints } from './codePoints';
import type { Common, Expression } from './expression';

type Description<Kind = Expression['kind']> = Kind extends string
  ? Omit<Extract<Expression, { kind: Kind }>, keyof Common>
  : never;

const MOST_STATES = 2_000_000;
const MOST_OPTIONS = 5000;
/** The least code point that so many bytes hold. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

export class Expressions {
  readonly none: Expression;
  readonly empty: Expression;
  readonly #known = new Map<string, Expression>();
  readonly #next: (Expression | undefined)[][] = [];
  readonly #bodies = new Map<string, Expression>();
  readonly #setIds = new Map<string, number>();
  readonly #literals = new Map<string, { readonly id: number; readonly bytes: Uint8Array }>();
  /** Of character classes, and texts that stand for themselves. */
  readonly sets = new Set<CodePoints>();

  constructor() {
    this.none = this.#make('0', { kind: 'none' }, false);
    this.empty = this.#make('1', { kind: 'empty' }, true);
  }

  get texts(): Iterable<string> {
    return this.#literals.keys();
  }

  characters(set: CodePoints): Expression {
    if (set.isEmpty) return this.none;
    return this.#make(`c${this.#setId(set)}`, { kind: 'characters', set }, false);
  }

  literal(text: string): Expression {
    let known = this.#literals.get(text);
    if (!known) {
      known = { id: this.#literals.size, bytes: new TextEncoder().encode(text) };
      this.#literals.set(text, known);
    }
    return this.#literalFrom(text, known, 0);
  }

  sequence(...items: readonly Expression[]): Expression {
    return items.reduceRight((rest, item) => this.#pair(item, rest), this.empty);
  }

  choice(...options: readonly Expression[]): Expression {
    const members = new Set<Expression>();
    for (const option of options) {
      if (option.kind === 'choice') for (const inner of option.options) members.add(inner);
      else if (option !== this.none) members.add(option);
    }
    const merged = this.#withCommonRests(members);
    if (merged.length <= 1) return merged[0] ?? this.none;
    if (merged.length > MOST_OPTIONS)
      throw new ConstraintError('constraint_too_many_alternatives', { most: MOST_OPTIONS });
    const sorted = merged.sort((a, b) => a.id - b.id);
    const key = `|${sorted.map(({ id }) => id).join()}`;
    const isNullable = sorted.some((option) => option.isNullable);
    return this.#make(key, { kind: 'choice', options: sorted }, isNullable);
  }

  optional(item: Expression): Expression {
    return this.choice(this.empty, item);
  }

  repeat(item: Expression, least: number, max: number): Expression {
    if (max === 0 || item === this.empty) return this.empty;
    if (item === this.none) return least === 0 ? this.empty : this.none;
    const min = item.isNullable ? 0 : least;
    if (min === 1 && max === 1) return item;
    return this.#make(`*${item.id},${min},${max}`, { kind: 'repeat', item, min, max }, min === 0);
  }

  /** Its texts are never empty. */
  rule(name: string): Expression {
    return this.#make(`r${name}`, { kind: 'rule', name }, false);
  }

  define(name: string, body: Expression): void {
    this.#bodies.set(name, body);
  }

  bodyOf(name: string): Expression {
    return this.#bodies.get(name) ?? this.none;
  }

  get rules(): Iterable<string> {
    return this.#bodies.keys();
  }

  both(a: Expression, b: Expression): Expression {
    if (a === b) return a;
    if (a === this.none || b === this.none) return this.none;
    if (a === this.empty || b === this.empty)
      return a.isNullable && b.isNullable ? this.empty : this.none;
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const key = `&${first.id},${second.id}`;
    return this.#make(key, { kind: 'both', a: first, b: second }, a.isNullable && b.isNullable);
  }

  multiple(of: number, rest = 0): Expression {
    return this.#make(`%${of},${rest}`, { kind: 'multiple', of, rest }, rest === 0);
  }

  derive(node: Expression, byte: number): Expression {
    const known = (this.#next[node.id] ??= []);
    return (known[byte] ??= this.#derived(node, byte));
  }

  deriveAll(node: Expression, bytes: Iterable<number>): Expression {
    let state = node;
    for (const byte of bytes) state = this.derive(state, byte);
    return state;
  }

  #derived(node: Expression, byte: number): Expression {
    switch (node.kind) {
      case 'none':
      case 'empty':
        return this.none;
      case 'characters':
        return this.#begun(node.set, byte);
      case 'partial':
        if (byte >> 6 !== 2) return this.none;
        return this.#partial(
          node.set,
          node.base | ((byte & 63) << (6 * (node.missing - 1))),
          node.missing - 1,
        );
      case 'literal': {
        const known = this.#literals.get(node.text)!;
        return node.bytes[node.from] === byte
          ? this.#literalFrom(node.text, known, node.from + 1)
          : this.none;
      }
      case 'sequence': {
        const inner = this.#pair(this.derive(node.first, byte), node.rest);
        return node.first.isNullable ? this.choice(inner, this.derive(node.rest, byte)) : inner;
      }
      case 'choice':
        return this.choice(...node.options.map((option) => this.derive(option, byte)));
      case 'repeat': {
        const { item, min, max } = node;
        const rest = this.repeat(item, Math.max(0, min - 1), max - 1);
        return this.#pair(this.derive(item, byte), rest);
      }
      case 'rule':
        return this.derive(this.bodyOf(node.name), byte);
      case 'both':
        return this.both(this.derive(node.a, byte), this.derive(node.b, byte));
      case 'multiple': {
        const isDigit = byte >= 48 && byte < 58;
        return isDigit ? this.multiple(node.of, (10 * node.rest + byte - 48) % node.of) : this.none;
      }
    }
  }

  #begun(set: CodePoints, byte: number): Expression {
    if (byte < 0x80) return set.has(byte) ? this.empty : this.none;
    if (byte < 0xc2 || byte > 0xf4) return this.none;
    const missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    const base = (byte & (0x3f >> missing)) << (6 * missing);
    // E0 and F0 begin overlong forms, too.
    const least = LEAST[missing + 1]!;
    const own = base < least ? set.without(CodePoints.of([[0, least - 1]])) : set;
    return this.#partial(own, base, missing);
  }

  #partial(set: CodePoints, base: number, missing: number): Expression {
    if (missing === 0) return set.has(base) ? this.empty : this.none;
    const last = base + (1 << (6 * missing)) - 1;
    if (!set.meets(base, last)) return this.none;
    // Where every end will do, it does not matter what the character began with.
    const isFree = set.covers(base, last);
    const key = isFree ? `p${missing}` : `p${missing},${base},${this.#setId(set)}`;
    return this.#make(key, { kind: 'partial', set, base, missing }, false);
  }

  #literalFrom(
    text: string,
    { id, bytes }: { readonly id: number; readonly bytes: Uint8Array },
    from: number,
  ): Expression {
    if (from === bytes.length) return this.empty;
    return this.#make(`l${id},${from}`, { kind: 'literal', bytes, text, from }, false);
  }

  #pair(first: Expression, rest: Expression): Expression {
    if (first === this.none || rest === this.none) return this.none;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    if (first.kind === 'sequence') return this.#pair(first.first, this.#pair(first.rest, rest));
    const isNullable = first.isNullable && rest.isNullable;
    return this.#make(`,${first.id},${rest.id}`, { kind: 'sequence', first, rest }, isNullable);
  }

  /** Options that go on alike become one, or their number would double with each level of a nested text. */
  #withCommonRests(members: ReadonlySet<Expression>): Expression[] {
    const byRest = new Map<Expression, Expression[]>();
    for (const member of members) {
      const [first, rest] =
        member.kind === 'sequence' ? [member.first, member.rest] : [member, this.empty];
      const alike = byRest.get(rest);
      if (alike) alike.push(first);
      else byRest.set(rest, [first]);
    }
    return [...byRest].flatMap(([rest, firsts]) => {
      if (rest === this.empty) return firsts;
      return [this.#pair(firsts.length === 1 ? firsts[0]! : this.choice(...firsts), rest)];
    });
  }

  #setId(set: CodePoints): number {
    let id = this.#setIds.get(set.key);
    if (id === undefined) {
      this.#setIds.set(set.key, (id = this.#setIds.size));
      this.sets.add(set);
    }
    return id;
  }

  #make(key: string, description: Description, isNullable: boolean): Expression {
    const known = this.#known.get(key);
    if (known) return known;
    const id = this.#known.size;
    if (id >= MOST_STATES)
      throw new ConstraintError('constraint_too_many_states', { most: MOST_STATES });
    const node = { ...description, id, isNullable } as Expression;
    this.#known.set(key, node);
    return node;
  }
}
