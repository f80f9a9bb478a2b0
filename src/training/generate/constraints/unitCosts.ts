// How many units the shortest text of an expression takes, and which text that is.
import { ConstraintError } from './error';
import type { Expression } from './expression';
import type { Expressions } from './expressions';
import type { Units } from './units';

/** Of expressions that are only known by what follows from them: the next unit of a shortest text. */
interface Step {
  cost: number;
  readonly bytes: Uint8Array;
  readonly next: Expression;
}

const MOST_STATES = 20_000;

export class UnitCosts {
  readonly #expressions: Expressions;
  readonly #units: Units;
  readonly #rules = new Map<string, number>();
  #known = new Map<Expression, number>();
  readonly #literals = new Map<Uint8Array, Float64Array>();
  readonly #explored = new Map<Expression, Step | 0>();

  constructor(expressions: Expressions, units: Units) {
    this.#expressions = expressions;
    this.#units = units;
    this.#settleRules();
  }

  /** Infinity: there is no text that can be written. */
  of(node: Expression): number {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const cost = this.#costOf(node);
    this.#known.set(node, cost);
    return cost;
  }

  /** Bytes of a shortest text; `of` must be finite. */
  shortest(node: Expression): number[] {
    switch (node.kind) {
      case 'none':
      case 'empty':
        return [];
      case 'characters':
        return utf8(this.#units.cheapestIn(node.set)!.point);
      case 'partial':
        return this.#restOf(node)!;
      case 'literal':
        return [...node.bytes.subarray(node.from)];
      case 'sequence':
        return [...this.shortest(node.first), ...this.shortest(node.rest)];
      case 'choice': {
        const cost = this.of(node);
        return this.shortest(node.options.find((option) => this.of(option) === cost)!);
      }
      case 'repeat':
        return Array.from({ length: node.min }, () => this.shortest(node.item)).flat();
      case 'rule':
        return this.shortest(this.#expressions.bodyOf(node.name));
      case 'both':
      case 'multiple': {
        const bytes: number[] = [];
        this.of(node);
        for (let step = this.#explored.get(node); step; step = this.#explored.get(step.next))
          bytes.push(...step.bytes);
        return bytes;
      }
    }
  }

  #costOf(node: Expression): number {
    switch (node.kind) {
      case 'none':
        return Infinity;
      case 'empty':
        return 0;
      case 'characters':
        return this.#units.cheapestIn(node.set)?.cost ?? Infinity;
      case 'partial': {
        const rest = this.#restOf(node);
        return rest ? rest.reduce((sum, byte) => sum + this.#units.byteCost(byte), 0) : Infinity;
      }
      case 'literal':
        return this.#literalCosts(node.bytes)[node.from]!;
      case 'sequence':
        return this.of(node.first) + this.of(node.rest);
      case 'choice':
        return node.options.reduce((least, option) => Math.min(least, this.of(option)), Infinity);
      case 'repeat':
        return node.min === 0 ? 0 : node.min * this.of(node.item);
      case 'rule':
        return this.#rules.get(node.name) ?? Infinity;
      case 'both':
      case 'multiple': {
        if (!this.#explored.has(node)) this.#explore(node);
        const step = this.#explored.get(node);
        return step === 0 ? 0 : step!.cost;
      }
    }
  }

  /** Rules refer to each other: costs fall until they hold for all. */
  #settleRules(): void {
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      this.#known = new Map();
      for (const name of this.#expressions.rules) {
        const cost = this.of(this.#expressions.bodyOf(name));
        if (cost >= (this.#rules.get(name) ?? Infinity)) continue;
        this.#rules.set(name, cost);
        isChanged = true;
      }
    }
  }

  #restOf({ set, base, missing }: Extract<Expression, { kind: 'partial' }>): number[] | undefined {
    const last = base + (1 << (6 * missing)) - 1;
    for (const [low, high] of set.ranges) {
      for (let point = Math.max(low, base); point <= Math.min(high, last); point++) {
        const rest = utf8(point).slice(-missing);
        if (rest.every((byte) => this.#units.byteCost(byte) < Infinity)) return rest;
      }
    }
    return undefined;
  }

  /** By the offset of the byte. */
  #literalCosts(bytes: Uint8Array): Float64Array {
    let costs = this.#literals.get(bytes);
    if (costs) return costs;
    costs = new Float64Array(bytes.length + 1);
    let end = bytes.length;
    for (let at = end - 1; at >= 0; at--) {
      const isInside = bytes[at]! >> 6 === 2;
      if (isInside) {
        costs[at] = costs[at + 1]! + this.#units.byteCost(bytes[at]!);
        continue;
      }
      const character = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
        bytes.subarray(at, end),
      );
      costs[at] = costs[end]! + this.#units.costOf(character.codePointAt(0)!);
      end = at;
    }
    this.#literals.set(bytes, costs);
    return costs;
  }

  /** Costs don't add up in what must satisfy two expressions: all that may follow is walked. */
  #explore(start: Expression): void {
    const units = this.#units.all(this.#expressions);
    const before = new Map<Expression, (Step & { readonly from: Expression })[]>();
    const found = new Set([start]);
    const open: Expression[] = [];
    for (const from of found) {
      if (from.isNullable) this.#explored.set(from, 0);
      if (from.isNullable || this.#explored.has(from)) open.push(from);
      else {
        for (const [bytes, cost] of units) {
          const next = this.#expressions.deriveAll(from, bytes);
          if (next === this.#expressions.none) continue;
          found.add(next);
          const steps = before.get(next);
          const step = { from, bytes, next, cost };
          if (steps) steps.push(step);
          else before.set(next, [step]);
        }
      }
      if (found.size > MOST_STATES)
        throw new ConstraintError('constraint_too_many_states', { most: MOST_STATES });
    }
    const costAt = (node: Expression): number => {
      const step = this.#explored.get(node);
      return step === undefined ? Infinity : step === 0 ? 0 : step.cost;
    };
    for (let node = open.pop(); node; node = open.pop()) {
      for (const { from, bytes, next, cost } of before.get(node) ?? []) {
        if (costAt(node) + cost >= costAt(from)) continue;
        this.#explored.set(from, { cost: costAt(node) + cost, bytes, next });
        open.unshift(from);
      }
    }
    for (const node of found) {
      if (!this.#explored.has(node))
        this.#explored.set(node, { cost: Infinity, bytes: new Uint8Array(), next: node });
    }
  }
}

const encoder = new TextEncoder();
const utf8 = (point: number): number[] => [...encoder.encode(String.fromCodePoint(point))];
