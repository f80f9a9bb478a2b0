// What a part of the check is given and what it finds.

export interface CheckOptions {
  readonly seed: number;
  /** Undefined: the part's own number. */
  readonly count: number | undefined;
  /** Folders that hold packages which are no dependencies of the project. */
  readonly tokenizers: string | undefined;
  readonly models: string | undefined;
  /** A Python that has pandas. */
  readonly python: string;
}

export interface CheckResult {
  agreed: number;
  /** Refused here, with a message, though the reference reads it. */
  refused: number;
  bothFailed: number;
  readonly differences: string[];
  /** Message → how often. */
  readonly reasons: Map<string, number>;
}

/** A text: why it could not run. */
export type FormatCheck = (options: CheckOptions) => Promise<CheckResult | string>;

export const emptyResult = (): CheckResult => ({
  agreed: 0,
  refused: 0,
  bothFailed: 0,
  differences: [],
  reasons: new Map(),
});

/** Numbers of a seed: mulberry32. */
export class Draw {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  isTrue(share = 0.5): boolean {
    return this.unit() < share;
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** `least` to `most` of them. */
  some<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make);
  }
}
