// JSON as Python writes and reads it: NaN is a missing value, whole numbers of any length keep every digit
// (as bigint), the last of two equal keys counts. Nesting is limited, so that no walk of a value runs out of
// stack. What is plain goes through the engine's own parser, which is faster.

/** Python's own limit is about 1000. */
const MOST_NESTED = 500;

export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  readonly code: 'bad_json' | 'too_deep';

  constructor(code: JsonTextError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Literals that JSON.parse lacks, and whole numbers that a float cannot hold. */
const NEEDS_CARE = /NaN|Infinity|\d{16}/;

/** @throws JsonTextError */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) {
    throw new JsonTextError('too_deep', `nested more than ${MOST_NESTED} deep`);
  }
  if (NEEDS_CARE.test(text)) return new Parser(text).whole();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JsonTextError('bad_json', cause instanceof Error ? cause.message : String(cause));
  }
}

/** Counts brackets outside of strings; cheap texts are not looked at twice. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > MOST_NESTED) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /-?[A-Za-z]+/y;
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', null],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** The depth is checked before. */
class Parser {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  whole(): unknown {
    const value = this.value();
    this.take(SPACE);
    if (this.at < this.text.length) throw this.error();
    return value;
  }

  private value(): unknown {
    this.take(SPACE);
    const sign = this.text[this.at];
    if (sign === '{') return this.object();
    if (sign === '[') return this.list();
    if (sign === '"') return this.string();
    const number = this.take(NUMBER);
    if (number) return numberOf(number);
    const word = this.take(WORD)?.[0];
    if (word === undefined || !WORDS.has(word)) throw this.error();
    return WORDS.get(word);
  }

  private object(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.items('}', () => {
      const key = this.string();
      this.take(SPACE);
      this.expect(':');
      entries.push([key, this.value()]);
    });
    return Object.fromEntries(entries);
  }

  private list(): unknown[] {
    const values: unknown[] = [];
    this.items(']', () => values.push(this.value()));
    return values;
  }

  private items(close: string, item: () => void): void {
    this.at += 1;
    this.take(SPACE);
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.take(SPACE);
      item();
      this.take(SPACE);
      if (this.text[this.at] === close) break;
      this.expect(',');
    }
    this.at += 1;
  }

  private string(): string {
    if (this.text[this.at] !== '"') throw this.error();
    const from = this.at;
    let to = from + 1;
    for (; to < this.text.length && this.text[to] !== '"'; to++)
      if (this.text[to] === '\\') to += 1;
    this.at = to + 1;
    try {
      // It also refuses what may not stand in a string.
      return JSON.parse(this.text.slice(from, this.at)) as string;
    } catch {
      this.at = from;
      throw this.error();
    }
  }

  private expect(sign: string): void {
    if (this.text[this.at] !== sign) throw this.error();
    this.at += 1;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private error(): JsonTextError {
    return new JsonTextError('bad_json', `unexpected text at character ${this.at + 1}`);
  }
}

function numberOf([text, fraction, exponent]: RegExpExecArray): number | bigint {
  const value = Number(text);
  const isWhole = fraction === undefined && exponent === undefined;
  return isWhole && !Number.isSafeInteger(value) ? BigInt(text) : value;
}
