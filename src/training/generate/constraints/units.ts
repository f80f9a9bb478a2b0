// The simplest way to write a character: by its own token, else byte by byte. What it takes is an upper bound of
// what any text takes, and it is always open where a text must come to its end.
import type { CodePoints } from './codePoints';
import type { Expressions } from './expressions';
import type { Vocabulary } from './vocabulary';

const MOST_TRIED = 70_000;
const MOST_SAMPLES = 64;

export interface CheapestCharacter {
  readonly point: number;
  readonly cost: number;
}

export interface Units {
  /** Tokens; Infinity where it can't be written. */
  costOf(point: number): number;
  cheapestIn(set: CodePoints): CheapestCharacter | undefined;
  /** Of a byte by itself. */
  byteCost(byte: number): number;
  /** All that one unit may write, and what it takes. */
  all(expressions: Expressions): readonly (readonly [bytes: Uint8Array, cost: number])[];
}

const encoder = new TextEncoder();
const bytesOf = (point: number): Uint8Array => encoder.encode(String.fromCodePoint(point));

export class VocabularyUnits implements Units {
  readonly #characters: ReadonlySet<number>;
  readonly #ascending: readonly number[];
  readonly #bytes: ReadonlySet<number>;
  readonly #cheapest = new Map<string, CheapestCharacter | undefined>();

  constructor({ characters, bytes }: Vocabulary) {
    this.#characters = new Set(characters);
    this.#ascending = characters;
    this.#bytes = bytes;
  }

  costOf(point: number): number {
    if (this.#characters.has(point)) return 1;
    const bytes = bytesOf(point);
    return bytes.every((byte) => this.#bytes.has(byte)) ? bytes.length : Infinity;
  }

  cheapestIn(set: CodePoints): CheapestCharacter | undefined {
    if (!this.#cheapest.has(set.key)) this.#cheapest.set(set.key, this.#findCheapest(set));
    return this.#cheapest.get(set.key);
  }

  byteCost(byte: number): number {
    return this.#bytes.has(byte) ? 1 : Infinity;
  }

  all(): readonly (readonly [Uint8Array, number])[] {
    const whole = this.#ascending.map((point) => [bytesOf(point), 1] as const);
    return [...whole, ...Array.from(this.#bytes, (byte) => [Uint8Array.of(byte), 1] as const)];
  }

  #findCheapest(set: CodePoints): CheapestCharacter | undefined {
    const own = this.#ascending.find((point) => set.has(point));
    if (own !== undefined) return { point: own, cost: 1 };
    if (this.#bytes.size === 0) return undefined;
    for (const point of set.points(MOST_TRIED)) {
      const cost = this.costOf(point);
      if (cost < Infinity) return { point, cost };
    }
    return undefined;
  }
}

/** What a character costs that can't be written, where the least of such is looked for. */
const MISSING = 1e6;

/** As if every character could be written: the cheapest text shows which ones are missing. */
export class ForgivingUnits implements Units {
  readonly #units: Units;

  constructor(units: Units) {
    this.#units = units;
  }

  costOf(point: number): number {
    return Math.min(MISSING, this.#units.costOf(point));
  }

  cheapestIn(set: CodePoints): CheapestCharacter | undefined {
    const [first] = set.points(1);
    if (first === undefined) return undefined;
    return this.#units.cheapestIn(set) ?? { point: first, cost: MISSING };
  }

  byteCost(): number {
    return MISSING;
  }

  all(expressions: Expressions): readonly (readonly [Uint8Array, number])[] {
    const points = new Set<number>();
    for (const set of expressions.sets)
      for (const [low] of set.ranges.slice(0, MOST_SAMPLES)) points.add(low);
    for (const text of expressions.texts) for (const one of text) points.add(one.codePointAt(0)!);
    const samples = [...points].map((point) => [bytesOf(point), MISSING] as const);
    return [...this.#units.all(expressions), ...samples];
  }
}
