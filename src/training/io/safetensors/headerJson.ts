// A strict JSON reader for safetensors headers. JSON.parse will not do: it keeps the last of two
// equal keys, rounds integers above 2^53 and takes 1.0 for an integer; the format allows none of it.
import { SafetensorsError } from './safetensorsError';

/** Integers stand as bigint, so that 1.0, 1e3 and -0 (floats in the reference) stay apart. */
export type HeaderValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly HeaderValue[]
  | HeaderObject;
export type HeaderObject = ReadonlyMap<string, HeaderValue>;

/** The reference's JSON parser stops here; it also keeps this one's stack shallow. */
const MAX_DEPTH = 128;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d*)$/;
/** Longer digit strings exceed 64 bits anyway, and BigInt's parser is quadratic. */
const MAX_DIGITS = 24;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** @throws SafetensorsError header_not_json, or duplicate_key. */
export function parseHeaderJson(text: string): HeaderValue {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail('text after the object');
  }

  value(depth: number): HeaderValue {
    if (depth > MAX_DEPTH) this.#fail('nesting too deep');
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): HeaderObject {
    const entries = new Map<string, HeaderValue>();
    this.#at++;
    if (this.#take('}')) return entries;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('a key was expected');
      const key = this.#string();
      if (entries.has(key)) {
        throw new SafetensorsError('duplicate_key', `The header has the key "${key}" twice.`, {
          key,
        });
      }
      if (!this.#take(':')) this.#fail('":" was expected');
      entries.set(key, this.value(depth + 1));
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('"," or "}" was expected');
    return entries;
  }

  #array(depth: number): HeaderValue[] {
    const items: HeaderValue[] = [];
    this.#at++;
    if (this.#take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#take(','));
    if (!this.#take(']')) this.#fail('"," or "]" was expected');
    return items;
  }

  /** Finds the closing quote; escapes are left to JSON.parse, which is strict about them. */
  #string(): string {
    const start = this.#at;
    let at = start + 1;
    let escaped = false;
    for (; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) break;
      if (code < 0x20) this.#fail('a control character stands in a string');
      if (code === 0x5c) {
        escaped = true;
        at++;
      }
    }
    if (at >= this.#text.length) this.#fail('a string has no end');
    this.#at = at + 1;
    if (!escaped) return this.#text.slice(start + 1, at);
    let text: string;
    try {
      text = JSON.parse(this.#text.slice(start, at + 1)) as string;
    } catch {
      this.#fail('an escape is not valid');
    }
    if (LONE_SURROGATE.test(text)) this.#fail('an escape is half of a surrogate pair');
    return text;
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.#text)?.[0];
    if (!match) this.#fail('a value was expected');
    this.#at += match.length;
    if (!PLAIN_INTEGER.test(match)) return Number(match);
    return match.length > MAX_DIGITS ? Number(match) : BigInt(match);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail('a value was expected');
    this.#at += word.length;
    return value;
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  #fail(reason: string): never {
    throw new SafetensorsError(
      'header_not_json',
      `The header is not valid JSON: ${reason} at character ${this.#at}.`,
      { reason, at: this.#at },
    );
  }
}
