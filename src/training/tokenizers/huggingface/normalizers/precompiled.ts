// The character map of a SentencePiece model (Precompiled): a double-array trie over UTF-8 (darts-clone), then the
// texts that its values point into, each ending with a zero byte. Applied as the Rust library applies it: to a
// short grapheme cluster as a whole by the first entry that begins it, else to each character.
import { badFile } from '../component';
import type { NormalizedText } from './normalizedText';

const LEAF = 0x100;
/** Clusters of more UTF-8 bytes are taken character by character. */
const LONGEST_CLUSTER = 5;

export class Precompiled {
  private readonly trie: Uint32Array;
  private readonly texts: Uint8Array;
  private readonly encoder = new TextEncoder();
  private readonly known = new Map<string, string | null>();
  private readonly segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

  constructor(encoded: string) {
    const bytes = bytesOfBase64(encoded);
    const size = bytes.length >= 4 ? new DataView(bytes.buffer).getUint32(0, true) : 0;
    if (size % 4 !== 0 || size === 0 || 4 + size > bytes.length)
      throw badFile('charsmap', { what: 'normalizer Precompiled' });
    this.trie = new Uint32Array(bytes.buffer.slice(4, 4 + size));
    this.texts = bytes.subarray(4 + size);
  }

  normalize(text: string, origin: number): NormalizedText {
    const written: string[] = [];
    let length = 0;
    let newOrigin = 0;
    let at = 0;
    for (const grapheme of this.graphemes(text)) {
      const replaced = this.replacement(grapheme);
      written.push(replaced);
      // The first characters of a replacement stand for the characters that they replace, one for one.
      if (at < origin && length === newOrigin) {
        const isOne = grapheme.length === ((grapheme.codePointAt(0) as number) > 0xffff ? 2 : 1);
        const first = (replaced.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
        newOrigin += isOne ? replaced.length : Math.min(first, replaced.length);
      }
      at += grapheme.length;
      length += replaced.length;
    }
    // A character that vanished leaves its place to the next one.
    const next = written.find((grapheme) => grapheme !== '');
    if (origin > 0 && newOrigin === 0 && next !== undefined)
      newOrigin = (next.codePointAt(0) as number) > 0xffff ? 2 : 1;
    return { text: written.join(''), origin: newOrigin };
  }

  /** Grapheme clusters that may be replaced as a whole, else single characters. */
  private *graphemes(text: string): Generator<string> {
    for (let at = 0; at < text.length;) {
      let end = at + (isHigh(text.charCodeAt(at)) ? 2 : 1);
      if (end < text.length && maybeOneCluster(text, at, end)) {
        const rest = text.slice(at, at + 200);
        const cluster = this.segmenter.segment(rest).containing(0)?.segment ?? rest;
        if (cluster.length > end - at && this.encoder.encode(cluster).length <= LONGEST_CLUSTER) {
          if (this.mapped(cluster) !== null) end = at + cluster.length;
          else {
            for (const character of cluster) yield character;
            at += cluster.length;
            continue;
          }
        } else if (cluster.length > end - at) {
          for (const character of cluster) yield character;
          at += cluster.length;
          continue;
        }
      }
      yield text.slice(at, end);
      at = end;
    }
  }

  private replacement(grapheme: string): string {
    return this.mapped(grapheme) ?? grapheme;
  }

  private mapped(grapheme: string): string | null {
    let found = this.known.get(grapheme);
    if (found === undefined) {
      found = this.lookUp(grapheme);
      if (this.known.size > 65_536) this.known.clear();
      this.known.set(grapheme, found);
    }
    return found;
  }

  /** By the shortest entry that the grapheme begins with. */
  private lookUp(grapheme: string): string | null {
    let node = 0;
    let unit = this.trie[0] as number;
    node ^= offsetOf(unit);
    for (const byte of this.encoder.encode(grapheme)) {
      if (byte === 0) return null;
      node ^= byte;
      if (node >= this.trie.length) return null;
      unit = this.trie[node] as number;
      if ((unit & ((1 << 31) | 0xff)) >>> 0 !== byte) return null;
      node ^= offsetOf(unit);
      if (node >= this.trie.length) return null;
      if (unit & LEAF) return this.textAt((this.trie[node] as number) & 0x7fffffff);
    }
    return null;
  }

  private textAt(start: number): string | null {
    if (start > this.texts.length) return null;
    const end = this.texts.indexOf(0, start);
    return new TextDecoder().decode(this.texts.subarray(start, end < 0 ? undefined : end));
  }
}

const offsetOf = (unit: number): number => ((unit >>> 10) << ((unit & (1 << 9)) >>> 6)) >>> 0;
const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Characters below the combining marks, Han and kana are clusters by themselves. */
const ALONE = /^[\x00-\u02ff\u3001-\u3029\u3041-\u3096\u30a0-\u30ff\u3400-\u9fff\uff01-\uff9d]/; // eslint-disable-line no-control-regex

function maybeOneCluster(text: string, at: number, end: number): boolean {
  if (text[at] === '\r') return text[end] === '\n';
  return !ALONE.test(text.slice(end, end + 1));
}

function bytesOfBase64(encoded: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    throw badFile('charsmap', { what: 'normalizer Precompiled' });
  }
}
