// Oniguruma's regular expressions (Ruby syntax, UTF-8), as the Rust library compiles them: what a pattern holds.
import type { CharTest } from '../normalizers/charSet';
import { TokenizerError } from '../../tokenizer';

export type Assertion =
  | 'start'
  | 'end'
  | 'endOrLine'
  | 'lineStart'
  | 'lineEnd'
  | 'word'
  | 'notWord';

export type PatternNode =
  | { readonly type: 'set'; readonly test: CharTest }
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly type: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | {
      readonly type: 'look';
      readonly behind: boolean;
      readonly negative: boolean;
      readonly item: PatternNode;
    }
  | { readonly type: 'atomic'; readonly item: PatternNode }
  | { readonly type: 'assert'; readonly what: Assertion };

/** Shortest and longest match in characters; lookaround takes none. */
export function lengthsOf(node: PatternNode): readonly [min: number, max: number] {
  switch (node.type) {
    case 'set':
      return [1, 1];
    case 'sequence':
      return node.items
        .map(lengthsOf)
        .reduce<readonly [number, number]>(
          (sum, one) => [sum[0] + one[0], sum[1] + one[1]],
          [0, 0],
        );
    case 'choice': {
      const all = node.options.map(lengthsOf);
      return [
        all.reduce((least, [min]) => Math.min(least, min), Infinity),
        all.reduce((most, [, max]) => Math.max(most, max), 0),
      ];
    }
    case 'repeat': {
      const [min, max] = lengthsOf(node.item);
      return [min * node.min, max === 0 ? 0 : max * node.max];
    }
    case 'atomic':
      return lengthsOf(node.item);
    default:
      return [0, 0];
  }
}

/** What is not supported in words; the page has them in its other languages. */
export const PATTERN_FEATURES = [
  'an unmatched )',
  'an unexpected end',
  'groups nested too deeply',
  'a quantifier without anything to repeat',
  'a case-insensitive letter with a folding of several letters',
  'this kind of group',
  'a group without its end',
  'a lookbehind of no fixed length',
  'quantifiers in a row',
  'a quantifier with such numbers',
  'a repeated assertion',
  'a quantifier over something that can match nothing',
  'a property in a case-insensitive character class',
  'no character',
  'character classes nested too deeply',
  '] at the beginning of a character class',
  'a character class without its end',
  '- after a class of characters',
  '- before a class',
  'this range of characters',
  'a letter beyond ASCII in a case-insensitive character class',
  'too many repetitions',
] as const;

/** In words, or as it is written: an escape, a property, a POSIX class, `{n}?`. */
export type PatternFeature = (typeof PATTERN_FEATURES)[number] | `${'\\' | '[:' | '{'}${string}`;

export function unsupportedPattern(
  pattern: string,
  at: number,
  what: PatternFeature,
): TokenizerError {
  const shown = pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern;
  return new TokenizerError(
    'unsupported_pattern',
    { pattern: shown, at, what },
    `The regular expression ${shown} is not supported: ${what} at character ${at}.`,
  );
}
