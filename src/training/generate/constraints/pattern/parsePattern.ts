// Reads a pattern. The host's own parser says first whether it is one, so that only its meaning is read here.
import { CodePoints, type CodeRange } from '../codePoints';
import { ConstraintError, type ConstraintErrorCode } from '../error';
import { characterClass, LINE_ENDS } from './classes';
import type { Alternative, PatternNode } from './syntax';

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 };
const EMPTY: PatternNode = { type: 'sequence', items: [] };

/** @throws ConstraintError */
export function parsePattern(pattern: string): readonly Alternative[] {
  try {
    new RegExp(pattern, 'u');
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new ConstraintError('constraint_bad_pattern', { pattern, reason });
  }
  return new PatternReader(pattern).whole();
}

class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Alternative[] {
    const alternatives = [this.#alternative()];
    while (this.#eat('|')) alternatives.push(this.#alternative());
    return alternatives;
  }

  /** ^ and $ may stand at its ends. */
  #alternative(): Alternative {
    const isAtStart = this.#eat('^');
    const node = this.#sequence();
    const isAtEnd = this.#eat('$');
    return { node, isAtStart, isAtEnd };
  }

  #choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#eat('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { type: 'choice', options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    const pattern = this.#pattern;
    while (this.#at < pattern.length && !'|)'.includes(pattern[this.#at]!)) {
      if (this.#isLast('$')) break;
      items.push(this.#quantified(this.#item()));
    }
    return items.length === 1 ? items[0]! : { type: 'sequence', items };
  }

  /** At the end of an alternative of the whole pattern: nothing but | may follow. */
  #isLast(sign: string): boolean {
    const rest = this.#pattern.slice(this.#at);
    return rest === sign || (rest.startsWith(`${sign}|`) && this.#depth === 0);
  }

  #depth = 0;

  #item(): PatternNode {
    const assertion = this.#match(/[\^$]|\\[bB]/y);
    if (assertion) {
      const isAnchor = !assertion[0].startsWith('\\');
      throw this.#refuse(isAnchor ? 'constraint_anchor' : 'constraint_word_boundary', assertion[0]);
    }
    if (this.#eat('(')) return this.#group();
    if (this.#eat('[')) return { type: 'set', set: this.#bracket() };
    if (this.#eat('.')) return { type: 'set', set: LINE_ENDS.inverse() };
    const back = this.#match(/\\(?:[1-9]\d*|k<[^>]*>)/y);
    if (back) throw this.#refuse('constraint_backreference', back[0]);
    const character = this.#character();
    if (typeof character !== 'number') return { type: 'set', set: character };
    return { type: 'set', set: CodePoints.of([[character, character]]) };
  }

  #group(): PatternNode {
    const kind = this.#match(/\?(?:<?[=!]|:|<[^>]*>)/y)?.[0] ?? '';
    if (/^\?<?[=!]/.test(kind)) throw this.#refuse('constraint_lookaround', `(${kind}`);
    const other = this.#match(/\?[^)]/y);
    if (other) throw this.#refuse('constraint_group', `(${other[0]}`);
    this.#depth += 1;
    const node = this.#choice();
    this.#depth -= 1;
    this.#eat(')');
    return node;
  }

  #quantified(item: PatternNode): PatternNode {
    const sign = this.#match(/(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/y);
    if (!sign) return item;
    const [, mark, from, comma, to] = sign;
    if (mark) {
      const max = mark === '?' ? 1 : Infinity;
      return { type: 'repeat', item, min: Number(mark === '+'), max };
    }
    const min = Number(from);
    const max = comma === '' ? min : to === '' ? Infinity : Number(to);
    return max === 0 ? EMPTY : { type: 'repeat', item, min, max };
  }

  #bracket(): CodePoints {
    const isNegative = this.#eat('^');
    const ranges: CodeRange[] = [];
    while (!this.#eat(']')) {
      const from = this.#eat('\\b') ? 8 : this.#character();
      if (typeof from !== 'number') ranges.push(...from.ranges);
      else if (this.#match(/-(?!\])/y)) ranges.push([from, this.#character() as number]);
      else ranges.push([from, from]);
    }
    const all = CodePoints.of(ranges);
    return isNegative ? all.inverse() : all;
  }

  /** A code point (a surrogate may bound a range), or a class. */
  #character(): number | CodePoints {
    const named = this.#match(/\\(?:[dDwWsS]|[pP]\{[^}]*\})/y);
    if (named) return characterClass(named[0]);
    const pair = this.#match(/\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})/iy);
    if (pair) {
      const units = [pair[1]!, pair[2]!].map((unit) => parseInt(unit, 16));
      return String.fromCharCode(...units).codePointAt(0)!;
    }
    const hex = this.#match(/\\(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})/iy);
    if (hex) return parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16);
    const control = this.#match(/\\c([a-z])/iy);
    if (control) return control[1]!.charCodeAt(0) % 32;
    const escaped = this.#match(/\\([tnvfr0])/y);
    if (escaped) return CONTROLS[escaped[1]!]!;
    this.#eat('\\');
    return this.#match(/[^]/uy)![0].codePointAt(0)!;
  }

  #refuse(code: ConstraintErrorCode, what: string): ConstraintError {
    const at = this.#at - what.length + 1;
    return new ConstraintError(code, { what, at, pattern: this.#pattern });
  }

  #eat(text: string): boolean {
    const isThere = this.#pattern.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern);
    if (found) this.#at += found[0].length;
    return found;
  }
}
