// What cuts a text: a pattern from a file, or a kind of characters; and what becomes of the pieces.
import type { CharSet } from './normalizers/charSet';
import { PatternMatcher } from './regex/matcher';

/** Starts and ends of all matches in a non-empty text, one after the other. */
export interface Finder {
  findAll(text: string): readonly number[];
  readonly canBeEmpty: boolean;
}

export function finderOf(pattern: { text: string } | { regex: string }): Finder {
  return 'regex' in pattern ? new PatternMatcher(pattern.regex) : new TextFinder(pattern.text);
}

class TextFinder implements Finder {
  private readonly text: string;
  readonly canBeEmpty: boolean;

  constructor(text: string) {
    this.text = text;
    this.canBeEmpty = text === '';
  }

  findAll(text: string): readonly number[] {
    // The empty text is found at every place, as by the empty regular expression.
    if (this.text === '') return new PatternMatcher('').findAll(text);
    const found: number[] = [];
    for (let at = text.indexOf(this.text); at >= 0;) {
      const end = at + this.text.length;
      found.push(at, end);
      at = text.indexOf(this.text, end);
    }
    return found;
  }
}

/** Each character of the set is a match of its own. */
export class CharacterFinder implements Finder {
  readonly canBeEmpty = false;
  private readonly set: CharSet;

  constructor(set: CharSet) {
    this.set = set;
  }

  findAll(text: string): readonly number[] {
    const found: number[] = [];
    for (let at = 0; at < text.length;) {
      const point = text.codePointAt(at) as number;
      const end = at + (point > 0xffff ? 2 : 1);
      if (this.set.has(point)) found.push(at, end);
      at = end;
    }
    return found;
  }
}

export const BEHAVIORS = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
] as const;
export type Behavior = (typeof BEHAVIORS)[number];

interface Span {
  start: number;
  end: number;
  readonly isMatch: boolean;
}

/** The parts of a text that are left, as starts and ends; empty ones may be among them. */
export function cut(
  length: number,
  matches: readonly number[],
  behavior: Behavior,
  invert: boolean,
): readonly number[] {
  const spans = spansOf(length, matches, invert);
  switch (behavior) {
    case 'Isolated':
      return flat(spans);
    case 'Removed':
      return flat(spans.filter(({ isMatch }) => !isMatch));
    case 'Contiguous':
      return flat(joined(spans, (span, previous) => span.isMatch === previous));
    case 'MergedWithPrevious':
      return flat(joined(spans, (span, previous) => span.isMatch && !previous));
    case 'MergedWithNext':
      return flat(joined(spans.reverse(), (span, previous) => span.isMatch && !previous).reverse());
  }
}

function spansOf(length: number, matches: readonly number[], invert: boolean): Span[] {
  const spans: Span[] = [];
  let previous = 0;
  for (let i = 0; i < matches.length; i += 2) {
    const start = matches[i] as number;
    const end = matches[i + 1] as number;
    if (previous !== start) spans.push({ start: previous, end: start, isMatch: invert });
    spans.push({ start, end, isMatch: !invert });
    previous = end;
  }
  if (previous !== length) spans.push({ start: previous, end: length, isMatch: invert });
  return spans;
}

/** `merges`: the span goes to the one before it in this order. */
function joined(
  spans: readonly Span[],
  merges: (span: Span, previous: boolean) => boolean,
): Span[] {
  const all: Span[] = [];
  let previous = false;
  for (const span of spans) {
    const last = all.at(-1);
    if (last && merges(span, previous)) {
      last.start = Math.min(last.start, span.start);
      last.end = Math.max(last.end, span.end);
    } else all.push({ ...span });
    previous = span.isMatch;
  }
  return all;
}

function flat(spans: readonly Span[]): number[] {
  const ends: number[] = [];
  for (const { start, end } of spans) ends.push(start, end);
  return ends;
}
