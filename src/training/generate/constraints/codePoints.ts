// Sets of characters as sorted ranges of code points; surrogates belong to none.

export type CodeRange = readonly [low: number, high: number];

const LAST_POINT = 0x10ffff;
const SURROGATES: CodeRange = [0xd800, 0xdfff];

export class CodePoints {
  readonly ranges: readonly CodeRange[];
  /** Equal for equal sets. */
  readonly key: string;

  private constructor(ranges: readonly CodeRange[]) {
    this.ranges = ranges;
    this.key = ranges.map((range) => range.join('-')).join(' ');
  }

  static of(ranges: readonly CodeRange[]): CodePoints {
    const sorted = ranges.flatMap(withoutSurrogates).sort((a, b) => a[0] - b[0]);
    const merged: [number, number][] = [];
    for (const [low, high] of sorted) {
      const last = merged.at(-1);
      if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
      else merged.push([low, high]);
    }
    return new CodePoints(merged);
  }

  /** Of the characters of a text. */
  static in(text: string): CodePoints {
    return CodePoints.of(Array.from(text, (one) => [one.codePointAt(0)!, one.codePointAt(0)!]));
  }

  /** `pattern` is asked for every character by itself. */
  static matching(pattern: RegExp): CodePoints {
    const ranges: [number, number][] = [];
    for (let point = 0; point <= LAST_POINT; point++) {
      if (point === SURROGATES[0]) point = SURROGATES[1] + 1;
      if (!pattern.test(String.fromCodePoint(point))) continue;
      const last = ranges.at(-1);
      if (last?.[1] === point - 1) last[1] = point;
      else ranges.push([point, point]);
    }
    return CodePoints.of(ranges);
  }

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  has(point: number): boolean {
    return this.#overlap(point, point) !== undefined;
  }

  meets(low: number, high: number): boolean {
    return this.#overlap(low, high) !== undefined;
  }

  covers(low: number, high: number): boolean {
    const range = this.#overlap(low, high);
    return range !== undefined && range[0] <= low && high <= range[1];
  }

  union(...others: readonly CodePoints[]): CodePoints {
    return CodePoints.of([this, ...others].flatMap(({ ranges }) => ranges));
  }

  inverse(): CodePoints {
    let from = 0;
    const gaps: CodeRange[] = [];
    for (const [low, high] of this.ranges) {
      if (low > from) gaps.push([from, low - 1]);
      from = high + 1;
    }
    if (from <= LAST_POINT) gaps.push([from, LAST_POINT]);
    return CodePoints.of(gaps);
  }

  without(other: CodePoints): CodePoints {
    return this.inverse().union(other).inverse();
  }

  /** Ascending, `most` of them at most. */
  *points(most = Infinity): Generator<number> {
    let count = 0;
    for (const [low, high] of this.ranges) {
      for (let point = low; point <= high; point++) {
        if (count++ >= most) return;
        yield point;
      }
    }
  }

  #overlap(low: number, high: number): CodeRange | undefined {
    let [from, to] = [0, this.ranges.length - 1];
    while (from <= to) {
      const middle = (from + to) >> 1;
      const range = this.ranges[middle]!;
      if (range[1] < low) from = middle + 1;
      else if (range[0] > high) to = middle - 1;
      else return range;
    }
    return undefined;
  }
}

function withoutSurrogates([low, high]: CodeRange): [number, number][] {
  const parts: [number, number][] = [
    [low, Math.min(high, SURROGATES[0] - 1)],
    [Math.max(low, SURROGATES[1] + 1), high],
  ];
  return parts.filter(([from, to]) => from <= to);
}

export const ANY_CHARACTER = CodePoints.of([[0, LAST_POINT]]);
