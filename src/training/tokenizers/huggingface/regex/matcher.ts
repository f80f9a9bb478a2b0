// Finds a pattern in well-formed texts: leftmost, in the order of its alternatives, as Oniguruma does. Every
// search counts its steps, so a pattern that backtracks without end is an error instead of a frozen page.
import { TokenizerError } from '../../tokenizer';
import { WORD } from './characterClasses';
import { parsePattern } from './parse';
import { ASSERTIONS, compilePattern, type Program } from './program';
import { lengthsOf } from './syntax';

/** Steps of one search through a text; ordinary patterns take less than 10 a character. */
const STEPS = 10_000_000;
const STEPS_PER_UNIT = 20;
/** A choice on the stack is three numbers: where to go on, the place, and what a run may still give. */
const FRAME = 3;
const PLAIN = -1;

export class PatternMatcher {
  readonly pattern: string;
  /** It matches the empty text somewhere. */
  readonly canBeEmpty: boolean;
  private readonly code: Int32Array;
  private readonly sets: Program['sets'];
  private readonly assertions = ASSERTIONS;
  private stack = new Int32Array(3 * 64);
  private stepsLeft = 0;

  /** @throws TokenizerError unsupported_pattern */
  constructor(pattern: string) {
    const node = parsePattern(pattern);
    const { code, sets } = compilePattern(pattern, node);
    this.pattern = pattern;
    this.code = code;
    this.sets = sets;
    this.canBeEmpty = lengthsOf(node)[0] === 0;
  }

  /**
   * Starts and ends of all matches, one after the other. An empty match right behind the one before is none.
   * @throws TokenizerError pattern_too_slow
   */
  findAll(text: string): number[] {
    this.stepsLeft = STEPS + STEPS_PER_UNIT * text.length;
    const found: number[] = [];
    let from = 0;
    let lastEnd = -1;
    while (from <= text.length) {
      const start = this.search(text, from);
      if (start < 0) break;
      const end = this.end;
      if (end === start && end === lastEnd) {
        from += unitsAt(text, from);
        continue;
      }
      found.push(start, end);
      from = end;
      lastEnd = end;
    }
    return found;
  }

  private end = 0;

  private search(text: string, from: number): number {
    for (let start = from; start <= text.length; start += unitsAt(text, start)) {
      this.end = this.run(text, 0, start, 0);
      if (this.end >= 0) return start;
    }
    return -1;
  }

  /** Where the match ends, or -1. `base`: the stack of the pattern around ends there. */
  private run(text: string, startPc: number, startAt: number, base: number): number {
    const { code, sets } = this;
    let pc = startPc;
    let at = startAt;
    let top = base;
    for (;;) {
      if (--this.stepsLeft < 0) this.tooSlow();
      let isFailed = false;
      switch (code[pc]) {
        case 0 /* match */:
          return at;
        case 1 /* set */: {
          const point = at < text.length ? pointAt(text, at) : -1;
          if (point >= 0 && sets[code[pc + 1] as number]!.has(point)) {
            at += point > 0xffff ? 2 : 1;
            pc += 2;
          } else isFailed = true;
          break;
        }
        case 2 /* split */:
          top = this.push(top, code[pc + 2] as number, at, PLAIN);
          pc = code[pc + 1] as number;
          break;
        case 3 /* jump */:
          pc = code[pc + 1] as number;
          break;
        case 4 /* run */: {
          const least = this.least(text, at, pc);
          if (least < 0) {
            isFailed = true;
            break;
          }
          const max = code[pc + 3] as number;
          const most = this.forward(text, least, pc, max < 0 ? -1 : max - (code[pc + 2] as number));
          if (most > least) top = this.push(top, pc, most, least);
          at = most;
          pc += 4;
          break;
        }
        case 5 /* lazyRun */: {
          const least = this.least(text, at, pc);
          if (least < 0) {
            isFailed = true;
            break;
          }
          const max = code[pc + 3] as number;
          const more = max < 0 ? 0x3fffffff : max - (code[pc + 2] as number);
          if (more > 0) top = this.push(top, pc, least, -1 - more);
          at = least;
          pc += 4;
          break;
        }
        case 6 /* assert */:
          if (holds(this.assertions[code[pc + 1] as number]!, text, at)) pc += 2;
          else isFailed = true;
          break;
        case 7 /* look */: {
          const from = stepBack(text, at, code[pc + 2] as number);
          const isFound = from >= 0 && this.run(text, pc + 4, from, top) >= 0;
          if (isFound !== (code[pc + 1] === 1)) pc = code[pc + 3] as number;
          else isFailed = true;
          break;
        }
        default: {
          const end = this.run(text, pc + 2, at, top);
          if (end >= 0) {
            at = end;
            pc = code[pc + 1] as number;
          } else isFailed = true;
        }
      }
      if (!isFailed) continue;
      for (let isResumed = false; !isResumed;) {
        // Back to the last choice.
        if (top === base) return -1;
        if (--this.stepsLeft < 0) this.tooSlow();
        top -= FRAME;
        pc = this.stack[top] as number;
        at = this.stack[top + 1] as number;
        const limit = this.stack[top + 2] as number;
        isResumed = true;
        if (limit === PLAIN) continue;
        if (limit >= 0) {
          // A run gives one character back.
          at -= at >= 2 && isLow(text.charCodeAt(at - 1)) ? 2 : 1;
          if (at > limit) top = this.push(top, pc, at, limit);
        } else {
          // A lazy run takes one more.
          const next = this.forward(text, at, pc, 1);
          isResumed = next > at;
          if (isResumed && limit < PLAIN - 1) top = this.push(top, pc, next, limit + 1);
          at = next;
        }
        pc += 4;
      }
    }
  }

  private push(top: number, pc: number, at: number, limit: number): number {
    if (top + FRAME > this.stack.length) {
      const larger = new Int32Array(2 * this.stack.length);
      larger.set(this.stack);
      this.stack = larger;
    }
    this.stack[top] = pc;
    this.stack[top + 1] = at;
    this.stack[top + 2] = limit;
    return top + FRAME;
  }

  /** Behind the characters that a run needs at least, or -1. */
  private least(text: string, at: number, pc: number): number {
    const set = this.sets[this.code[pc + 1] as number]!;
    let end = at;
    for (let count = this.code[pc + 2] as number; count > 0; count--) {
      const point = end < text.length ? pointAt(text, end) : -1;
      if (point < 0 || !set.has(point)) return -1;
      end += point > 0xffff ? 2 : 1;
    }
    return end;
  }

  /** Behind the characters of a run's set, `limit` of them at most (-1: all). */
  private forward(text: string, at: number, pc: number, limit: number): number {
    const set = this.sets[this.code[pc + 1] as number]!;
    let end = at;
    for (let count = 0; count !== limit && end < text.length; count++) {
      const point = pointAt(text, end);
      if (!set.has(point)) break;
      end += point > 0xffff ? 2 : 1;
    }
    this.stepsLeft -= (end - at) >> 1;
    return end;
  }

  private tooSlow(): never {
    const pattern = this.pattern.length > 200 ? `${this.pattern.slice(0, 200)}…` : this.pattern;
    throw new TokenizerError(
      'pattern_too_slow',
      { pattern },
      `The regular expression ${pattern} needs too many steps for this text: it has quantifiers inside quantifiers, or alternatives that match the same.`,
    );
  }
}

/** Most texts are in the first plane: `codePointAt` is several times slower. */
function pointAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff ? (text.codePointAt(at) as number) : unit;
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const unitsAt = (text: string, at: number): number => (isHigh(text.charCodeAt(at)) ? 2 : 1);

function stepBack(text: string, at: number, characters: number): number {
  let end = at;
  for (let count = 0; count < characters; count++) {
    if (end <= 0) return -1;
    end -= isLow(text.charCodeAt(end - 1)) ? 2 : 1;
  }
  return end;
}

function holds(what: (typeof ASSERTIONS)[number], text: string, at: number): boolean {
  switch (what) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'endOrLine':
      return at === text.length || (at === text.length - 1 && text[at] === '\n');
    case 'lineStart':
      return at === 0 || (text[at - 1] === '\n' && at < text.length);
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    default:
      return (isWordAt(text, stepBack(text, at, 1)) !== isWordAt(text, at)) === (what === 'word');
  }
}

const isWordAt = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && WORD(text.codePointAt(at) as number);
