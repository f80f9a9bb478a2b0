// A pattern as instructions for the matcher. Ops with their operands stand one after the other.
import { CharSet } from '../normalizers/charSet';
import { lengthsOf, unsupportedPattern, type Assertion, type PatternNode } from './syntax';

/** The matcher writes the numbers: its switch is many times slower over properties. */
const OP = {
  match: 0,
  /** set */
  set: 1,
  /** first, second: where to go on; the second when the first fails */
  split: 2,
  /** target */
  jump: 3,
  /** set, min, max (-1: no limit) */
  run: 4,
  lazyRun: 5,
  /** index in ASSERTIONS */
  assert: 6,
  /** negative, characters to step back, end: the inner instructions stand between */
  look: 7,
  /** end */
  atomic: 8,
} as const;

export const ASSERTIONS: readonly Assertion[] = [
  'start',
  'end',
  'endOrLine',
  'lineStart',
  'lineEnd',
  'word',
  'notWord',
];

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
}

const MOST_INSTRUCTIONS = 20_000;

export function compilePattern(pattern: string, node: PatternNode): Program {
  const compiler = new Compiler(pattern);
  compiler.node(node);
  compiler.code.push(OP.match);
  return { code: Int32Array.from(compiler.code), sets: compiler.sets };
}

class Compiler {
  readonly code: number[] = [];
  readonly sets: CharSet[] = [];
  private readonly pattern: string;
  private readonly setOf = new Map<PatternNode, number>();

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  node(node: PatternNode): void {
    if (this.code.length > MOST_INSTRUCTIONS)
      throw unsupportedPattern(this.pattern, this.pattern.length, 'too many repetitions');
    switch (node.type) {
      case 'set':
        this.code.push(OP.set, this.set(node));
        break;
      case 'sequence':
        node.items.forEach((item) => this.node(item));
        break;
      case 'choice':
        this.choice(node.options);
        break;
      case 'repeat':
        this.repeat(node);
        break;
      case 'assert':
        this.code.push(OP.assert, ASSERTIONS.indexOf(node.what));
        break;
      case 'atomic':
        this.inner([OP.atomic], node.item);
        break;
      case 'look':
        this.look(node);
    }
  }

  private set(node: PatternNode & { type: 'set' }): number {
    let index = this.setOf.get(node);
    if (index === undefined) {
      index = this.sets.push(new CharSet(node.test)) - 1;
      this.setOf.set(node, index);
    }
    return index;
  }

  private choice(options: readonly PatternNode[]): void {
    const ends: number[] = [];
    options.forEach((option, i) => {
      if (i === options.length - 1) return this.node(option);
      const split = this.code.push(OP.split, 0, 0) - 3;
      this.code[split + 1] = this.code.length;
      this.node(option);
      ends.push(this.code.push(OP.jump, 0) - 1);
      this.code[split + 2] = this.code.length;
    });
    for (const end of ends) this.code[end] = this.code.length;
  }

  private repeat({ item, min, max, lazy }: PatternNode & { type: 'repeat' }): void {
    if (item.type === 'set') {
      const most = max === Infinity ? -1 : max;
      this.code.push(lazy ? OP.lazyRun : OP.run, this.set(item), min, most);
      return;
    }
    for (let i = 0; i < min; i++) this.node(item);
    if (max === Infinity) this.loop(item, lazy);
    else this.optional(item, max - min, lazy);
  }

  private loop(item: PatternNode, lazy: boolean): void {
    const split = this.code.push(OP.split, 0, 0) - 3;
    const body = this.code.length;
    this.node(item);
    this.code.push(OP.jump, split);
    this.setSplit(split, body, this.code.length, lazy);
  }

  private optional(item: PatternNode, count: number, lazy: boolean): void {
    const splits: [number, number][] = [];
    for (let i = 0; i < count; i++) {
      const split = this.code.push(OP.split, 0, 0) - 3;
      splits.push([split, this.code.length]);
      this.node(item);
    }
    for (const [split, body] of splits) this.setSplit(split, body, this.code.length, lazy);
  }

  private setSplit(split: number, body: number, after: number, lazy: boolean): void {
    this.code[split + 1] = lazy ? after : body;
    this.code[split + 2] = lazy ? body : after;
  }

  /** A lookbehind is one look for each of its lengths: at least one, or none of them. */
  private look({ behind, negative, item }: PatternNode & { type: 'look' }): void {
    if (!behind) return this.inner([OP.look, Number(negative), 0], item);
    const options = item.type === 'choice' ? item.options : [item];
    const looks = options.map(
      (option) => (): void => this.inner([OP.look, Number(negative), lengthsOf(option)[0]], option),
    );
    if (negative) return looks.forEach((look) => look());
    const ends: number[] = [];
    looks.forEach((look, i) => {
      if (i === looks.length - 1) return look();
      const split = this.code.push(OP.split, 0, 0) - 3;
      this.code[split + 1] = this.code.length;
      look();
      ends.push(this.code.push(OP.jump, 0) - 1);
      this.code[split + 2] = this.code.length;
    });
    for (const end of ends) this.code[end] = this.code.length;
  }

  /** Ends with the place behind the inner instructions. */
  private inner(head: readonly number[], item: PatternNode): void {
    const end = this.code.push(...head, 0) - 1;
    this.node(item);
    this.code.push(OP.match);
    this.code[end] = this.code.length;
  }
}
