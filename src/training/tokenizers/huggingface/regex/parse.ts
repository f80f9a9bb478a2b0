// Reads a pattern. What Oniguruma knows and this does not is refused with its place.
import type { CharTest } from '../normalizers/charSet';
import {
  DIGIT,
  foldedTest,
  HEX_DIGIT,
  not,
  posixClass,
  property,
  SPACE,
  WORD,
  WORD_IN_CLASS,
} from './characterClasses';
import {
  lengthsOf,
  unsupportedPattern,
  type Assertion,
  type PatternNode,
  type PatternFeature,
} from './syntax';

const MOST_NESTED = 50;
const CONTROLS: Readonly<Record<string, number>> = {
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  a: 7,
  e: 27,
};
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'start',
  z: 'end',
  Z: 'endOrLine',
  b: 'word',
  B: 'notWord',
};
/** Two letters that are one character's case folding: ß, ﬀ, ﬁ, ﬂ, ﬆ. */
const FOLDED_TOGETHER = /ss|ff|fi|fl|st/;

interface Options {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
}

export function parsePattern(pattern: string): PatternNode {
  const reader = new PatternReader(pattern);
  return reader.whole();
}

class PatternReader {
  private readonly pattern: string;
  private at = 0;
  private depth = 0;
  /** Letters in a row that are matched without regard to case. */
  private foldedRun = '';

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  whole(): PatternNode {
    const node = this.choice({ ignoreCase: false, dotAll: false, extended: false });
    if (this.at < this.pattern.length) throw this.refuse('an unmatched )');
    return node;
  }

  private refuse(what: PatternFeature): Error {
    return unsupportedPattern(this.pattern, this.at, what);
  }

  private eat(text: string): boolean {
    const found = this.pattern.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }

  private match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.pattern);
    if (found) this.at += found[0].length;
    return found;
  }

  private character(): number {
    const point = this.pattern.codePointAt(this.at);
    if (point === undefined) throw this.refuse('an unexpected end');
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }

  private choice(options: Options): PatternNode {
    if (++this.depth > MOST_NESTED) throw this.refuse('groups nested too deeply');
    const all: PatternNode[] = [];
    let items: PatternNode[] = [];
    this.foldedRun = '';
    while (this.at < this.pattern.length && this.pattern[this.at] !== ')') {
      if (this.eat('|')) {
        all.push({ type: 'sequence', items });
        items = [];
        this.foldedRun = '';
        continue;
      }
      const change = this.match(/\(\?([imx]*)(?:-([imx]*))?\)/y);
      if (change) {
        // To the end of the group, alternatives included.
        items.push(this.choice(changed(options, change[1] ?? '', change[2] ?? '')));
        continue;
      }
      if (options.extended && this.match(/\s+|#[^\n]*/y)) continue;
      const item = this.item(options);
      if (item) items.push(this.quantified(item));
    }
    this.depth -= 1;
    this.foldedRun = '';
    all.push({ type: 'sequence', items });
    return all.length === 1 ? all[0]! : { type: 'choice', options: all };
  }

  /** Null: a comment. */
  private item(options: Options): PatternNode | null {
    if (this.match(/\(\?#[^)]*\)/y)) return null;
    if (this.eat('(')) return this.group(options);
    if (this.eat('[')) {
      this.foldedRun = '';
      return { type: 'set', test: this.bracket(options) };
    }
    if (this.eat('.')) return { type: 'set', test: options.dotAll ? () => true : (c) => c !== 10 };
    if (this.eat('^')) return { type: 'assert', what: 'lineStart' };
    if (this.eat('$')) return { type: 'assert', what: 'lineEnd' };
    if (this.match(/[*+?]/y)) throw this.refuse('a quantifier without anything to repeat');
    if (this.eat('\\')) return this.escape(options);
    return this.literal(this.character(), options);
  }

  private literal(point: number, { ignoreCase }: Options): PatternNode {
    if (!ignoreCase) return { type: 'set', test: (other) => other === point };
    const text = String.fromCodePoint(point);
    this.foldedRun += text.toLowerCase();
    const folds = [text.toLowerCase(), text.toUpperCase()];
    const isMany = folds.some((one) => Array.from(one).length > 1);
    if (
      isMany ||
      /[\p{M}\u02bc\u02be\u0530-\u058f]/u.test(text) ||
      FOLDED_TOGETHER.test(this.foldedRun)
    )
      throw this.refuse('a case-insensitive letter with a folding of several letters');
    return { type: 'set', test: foldedTest((other) => other === point) };
  }

  private group(options: Options): PatternNode {
    this.foldedRun = '';
    const kind = this.match(/\?(?:<[=!]|[=!>:]|<\p{L}\w*>|([imx]*)(?:-([imx]*))?:)/uy);
    if (!kind && this.pattern[this.at] === '?') throw this.refuse('this kind of group');
    const inner = kind?.[1] === undefined ? options : changed(options, kind[1], kind[2] ?? '');
    const item = this.choice(inner);
    if (!this.eat(')')) throw this.refuse('a group without its end');
    switch (kind?.[0]) {
      case '?=':
      case '?!':
        return { type: 'look', behind: false, negative: kind[0] === '?!', item };
      case '?<=':
      case '?<!':
        if (!hasFixedLengths(item)) throw this.refuse('a lookbehind of no fixed length');
        return { type: 'look', behind: true, negative: kind[0] === '?<!', item };
      case '?>':
        return { type: 'atomic', item };
      default:
        return item;
    }
  }

  private quantified(item: PatternNode): PatternNode {
    let node = item;
    for (let count = 0; ; count++) {
      const sign = this.match(/([*+?])([?+]?)|\{(\d*)(,?)(\d*)\}(\??)/y);
      if (!sign || (sign[1] === undefined && sign[3] === '' && sign[5] === '')) {
        if (sign) this.at -= sign[0].length;
        return node;
      }
      this.foldedRun = '';
      if (count > 3) throw this.refuse('quantifiers in a row');
      node = this.repeat(node, sign);
    }
  }

  private repeat(item: PatternNode, sign: RegExpExecArray): PatternNode {
    const [, mark, manner, from, comma, to, lazy] = sign;
    const min = mark ? Number(mark === '+') : Number(from || 0);
    const most = comma === '' ? min : to ? Number(to) : Infinity;
    const max = mark ? (mark === '?' ? 1 : Infinity) : most;
    if (min > 1000 || (max > 1000 && max !== Infinity) || min > max)
      throw this.refuse('a quantifier with such numbers');
    if (item.type === 'assert' || item.type === 'look') throw this.refuse('a repeated assertion');
    // A loop whose body can match nothing ends by rules of its own.
    if (max > 1 && lengthsOf(item)[0] === 0)
      throw this.refuse('a quantifier over something that can match nothing');
    // {n}? is a choice of n or none there, and {n,m}+ repeats.
    if (lazy && comma === '') throw this.refuse('{n}?');
    const node: PatternNode = {
      type: 'repeat',
      item,
      min,
      max,
      lazy: lazy === '?' || manner === '?',
    };
    return manner === '+' ? { type: 'atomic', item: node } : node;
  }

  private escape(options: Options): PatternNode {
    const letter = this.pattern[this.at] ?? '';
    if (Object.hasOwn(ASSERTIONS, letter)) {
      this.at += 1;
      return { type: 'assert', what: ASSERTIONS[letter]! };
    }
    if (this.eat('R')) return lineBreak();
    const test = this.shorthand(WORD, options);
    this.foldedRun = test ? '' : this.foldedRun;
    return test ? { type: 'set', test } : this.literal(this.escapedCharacter(), options);
  }

  /** \w \d \s \h \p{…} and their opposites. */
  private shorthand(word: CharTest, { ignoreCase }: Options): CharTest | null {
    const letter = this.pattern[this.at] ?? '';
    const test = { w: word, d: DIGIT, s: SPACE, h: HEX_DIGIT }[letter.toLowerCase()];
    if (test) {
      this.at += 1;
      return letter === letter.toLowerCase() ? test : not(test);
    }
    if (this.eat('N')) return (point) => point !== 10;
    if (this.eat('O')) return () => true;
    const named = this.match(/([pP])\{(\^?)([^}]*)\}/y);
    if (!named) return null;
    const found = property(named[3] ?? '');
    if (!found) throw this.refuse(`\\p{${named[3] ?? ''}}`);
    if (ignoreCase && word === WORD_IN_CLASS)
      throw this.refuse('a property in a case-insensitive character class');
    return (named[1] === 'P') === (named[2] === '^') ? found : not(found);
  }

  private escapedCharacter(): number {
    const hex = this.match(/x\{([0-9a-fA-F]{1,6})\}|x([0-7][0-9a-fA-F])|u([0-9a-fA-F]{4})/y);
    if (hex) return this.valid(parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16));
    const letter = this.pattern[this.at] ?? '';
    if (Object.hasOwn(CONTROLS, letter)) {
      this.at += 1;
      return CONTROLS[letter]!;
    }
    if (this.match(/0(?![0-7])/y)) return 0;
    if (/[0-9A-Za-z]/.test(letter)) throw this.refuse(`\\${letter}`);
    return this.character();
  }

  private valid(point: number): number {
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw this.refuse('no character');
    return point;
  }

  /** After the [. */
  private bracket(options: Options): CharTest {
    if (++this.depth > MOST_NESTED) throw this.refuse('character classes nested too deeply');
    const isNegative = this.eat('^');
    if (this.pattern[this.at] === ']') throw this.refuse('] at the beginning of a character class');
    const parts: CharTest[] = [];
    let tests: CharTest[] = [];
    while (!this.eat(']')) {
      if (this.at >= this.pattern.length) throw this.refuse('a character class without its end');
      if (this.eat('&&')) {
        parts.push(anyOf(tests));
        tests = [];
      } else tests.push(this.bracketItem(options));
    }
    parts.push(anyOf(tests));
    this.depth -= 1;
    const all: CharTest = parts.length === 1 ? parts[0]! : (c) => parts.every((test) => test(c));
    const folded = options.ignoreCase ? foldedTest(all) : all;
    return isNegative ? not(folded) : folded;
  }

  private bracketItem(options: Options): CharTest {
    const posix = this.match(/\[:(\^?)([a-z]+):\]/y);
    if (posix) {
      const test = posixClass(posix[2] ?? '');
      if (!test || options.ignoreCase) throw this.refuse(`[:${posix[2] ?? ''}:]`);
      return posix[1] ? not(test) : test;
    }
    if (this.eat('[')) return this.bracket(options);
    const from = this.bracketCharacter(options);
    if (typeof from !== 'number') {
      if (/-(?!\])/y.test(this.pattern.slice(this.at, this.at + 2)))
        throw this.refuse('- after a class of characters');
      return from;
    }
    if (!this.match(/-(?!\])/y)) return (point) => point === from;
    if (/\[|&&/y.test(this.pattern.slice(this.at, this.at + 2)))
      throw this.refuse('- before a class');
    const to = this.bracketCharacter(options);
    if (typeof to !== 'number' || to < from) throw this.refuse('this range of characters');
    return (point) => point >= from && point <= to;
  }

  private bracketCharacter(options: Options): number | CharTest {
    let point: number;
    if (this.eat('\\')) {
      const test = this.shorthand(WORD_IN_CLASS, options);
      if (test) return test;
      point = this.eat('b') ? 8 : this.escapedCharacter();
    } else point = this.character();
    if (options.ignoreCase && point > 127)
      throw this.refuse('a letter beyond ASCII in a case-insensitive character class');
    return point;
  }
}

const anyOf =
  (tests: readonly CharTest[]): CharTest =>
  (point) =>
    tests.some((test) => test(point));

function changed(options: Options, on: string, off: string): Options {
  const value = (letter: string, before: boolean): boolean =>
    off.includes(letter) ? false : on.includes(letter) || before;
  return {
    ignoreCase: value('i', options.ignoreCase),
    dotAll: value('m', options.dotAll),
    extended: value('x', options.extended),
  };
}

const lineBreak = (): PatternNode => {
  const set = (test: CharTest): PatternNode => ({ type: 'set', test });
  const pair = [set((c) => c === 13), set((c) => c === 10)];
  const one = set((c) => (c >= 10 && c <= 13) || c === 0x85 || c === 0x2028 || c === 0x2029);
  return {
    type: 'atomic',
    item: { type: 'choice', options: [{ type: 'sequence', items: pair }, one] },
  };
};

/** Of a lookbehind each alternative has its length. */
function hasFixedLengths(node: PatternNode): boolean {
  const options = node.type === 'choice' ? node.options : [node];
  return options.every((option) => {
    const [min, max] = lengthsOf(option);
    return min === max;
  });
}
