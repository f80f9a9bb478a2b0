// Cuts a normalized text into the pieces that the model takes one by one.
import { PRE_TOKENIZERS } from '../../formats/tokenizerJson';
import { BYTE_CHARACTERS } from '../byteAlphabet';
import { badFile, TokenizerComponent } from './component';
import { BEHAVIORS, CharacterFinder, cut, finderOf, type Behavior, type Finder } from './patterns';
import { PatternMatcher } from './regex/matcher';
import { CharSet } from './normalizers/charSet';
import { NUMERIC, PUNCTUATION, scriptOf, WHITESPACE, WORD } from './normalizers/unicode';

/** `origin`: how many units at the beginning of the piece stand for the very first character of the input. */
export type Emit = (piece: string, origin: number) => void;
/** Of a non-empty piece. */
export type Cutter = (piece: string, origin: number, emit: Emit) => void;

export interface PreTokenizer {
  readonly cut: Cutter;
  /** The pieces are then written in bytes (ByteLevel): left to the model, which remembers its pieces. */
  readonly endsInBytes: boolean;
  /** It asks for `origin`. */
  readonly needsOrigin: boolean;
  /** It has a ByteLevel anywhere. */
  readonly hasBytes: boolean;
}

const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const MOST_NESTED = 20;

interface Step {
  readonly cut: Cutter;
  readonly toBytes?: true;
  readonly needsOrigin?: true;
}

export function preTokenizerOf(json: unknown): PreTokenizer {
  const steps = json === null || json === undefined ? [] : stepsOf(json, 0);
  const endsInBytes = steps.at(-1)?.toBytes === true;
  const cutters = steps.flatMap((step, i) =>
    step.toBytes && i < steps.length - 1 ? [step.cut, toBytes] : [step.cut],
  );
  return {
    cut: chained(cutters),
    endsInBytes,
    needsOrigin: steps.some((step) => step.needsOrigin),
    hasBytes: steps.some((step) => step.toBytes),
  };
}

const chained = (cutters: readonly Cutter[]): Cutter =>
  cutters.reduceRight<Cutter>(
    (next, first) => (piece, origin, emit) =>
      first(piece, origin, (component, partOrigin) => {
        if (component !== '') next(component, partOrigin, emit);
      }),
    (piece, origin, emit) => emit(piece, origin),
  );

function stepsOf(json: unknown, depth: number): Step[] {
  const component = TokenizerComponent.read('pre_tokenizer', json, PRE_TOKENIZERS);
  if (component.type !== 'Sequence') return [stepOf(component)];
  if (depth > MOST_NESTED) throw badFile('too_deep', { what: 'pre_tokenizer' });
  return component.list('pretokenizers').flatMap((one) => stepsOf(one, depth + 1));
}

function stepOf(component: TokenizerComponent): Step {
  switch (component.type) {
    case 'BertPreTokenizer':
      return {
        cut: chained([
          cutBy(new CharacterFinder(WHITESPACE), 'Removed'),
          cutBy(new CharacterFinder(PUNCTUATION), 'Isolated'),
        ]),
      };
    case 'ByteLevel':
      return byteLevel(component);
    case 'CharDelimiterSplit': {
      const delimiter = component.character('delimiter').codePointAt(0);
      return { cut: cutBy(new CharacterFinder(new CharSet((c) => c === delimiter)), 'Removed') };
    }
    case 'Digits':
      return {
        cut: cutBy(
          new CharacterFinder(NUMERIC),
          component.flag('individual_digits') ? 'Isolated' : 'Contiguous',
        ),
      };
    case 'FixedLength':
      return { cut: fixedLength(component.count('length', 5)) };
    case 'Metaspace':
      return metaspace(component);
    case 'Punctuation':
      return {
        cut: cutBy(
          new CharacterFinder(PUNCTUATION),
          component.choice('behavior', BEHAVIORS, 'Isolated'),
        ),
      };
    case 'Split':
      return {
        cut: cutBy(
          finderOf(component.pattern('pattern')),
          component.choice('behavior', BEHAVIORS),
          component.flag('invert'),
        ),
      };
    case 'UnicodeScripts':
      return { cut: unicodeScripts };
    case 'Whitespace':
      return { cut: wordsAndSigns };
    case 'WhitespaceSplit':
      return { cut: cutBy(new CharacterFinder(WHITESPACE), 'Removed') };
    default:
      throw badFile('unknown_step', { what: component.name });
  }
}

/** How many units of a slice from `start` on belong to the origin of the whole. */
export const originOfSlice = (origin: number, start: number, end: number): number =>
  start < origin ? Math.min(origin, end) - start : 0;

function cutBy(finder: Finder, behavior: Behavior, invert = false): Cutter {
  return (piece, origin, emit) => {
    const spans = cut(piece.length, finder.findAll(piece), behavior, invert);
    for (let i = 0; i < spans.length; i += 2) {
      const start = spans[i] as number;
      const end = spans[i + 1] as number;
      if (start !== end) emit(piece.slice(start, end), originOfSlice(origin, start, end));
    }
  };
}

function byteLevel(component: TokenizerComponent): Step {
  const addsBlank = component.flag('add_prefix_space');
  component.flag('trim_offsets');
  const pattern = component.flag('use_regex', true)
    ? cutBy(new PatternMatcher(GPT2), 'Isolated')
    : null;
  return {
    toBytes: true,
    cut: (piece, origin, emit) => {
      const adds = addsBlank && !piece.startsWith(' ');
      const text = adds ? ` ${piece}` : piece;
      const textOrigin = adds && origin > 0 ? origin + 1 : origin;
      if (pattern) pattern(text, textOrigin, emit);
      else emit(text, textOrigin);
    },
  };
}

const ENCODER = new TextEncoder();

/** The UTF-8 bytes of a text, each as the character that stands for it. */
export function byteCharacters(text: string): string {
  const bytes = ENCODER.encode(text);
  if (bytes.length > 4096) return Array.from(bytes, (byte) => BYTE_CHARACTERS[byte]).join('');
  let written = '';
  for (let i = 0; i < bytes.length; i++) written += BYTE_CHARACTERS[bytes[i] as number] as string;
  return written;
}

const toBytes: Cutter = (piece, origin, emit) =>
  emit(byteCharacters(piece), origin > 0 ? byteCharacters(piece.slice(0, origin)).length : 0);

function fixedLength(length: number): Cutter {
  if (length === 0) throw badFile('no_length', { what: 'pre_tokenizer FixedLength' });
  return (piece, origin, emit) => {
    for (let start = 0; start < piece.length;) {
      let end = start;
      for (let count = 0; count < length && end < piece.length; count++)
        end += (piece.codePointAt(end) as number) > 0xffff ? 2 : 1;
      emit(piece.slice(start, end), originOfSlice(origin, start, end));
      start = end;
    }
  };
}

function metaspace(component: TokenizerComponent): Step {
  const replacement = component.character('replacement');
  let scheme = component.choice('prepend_scheme', ['always', 'first', 'never'], 'always');
  if (component.values.add_prefix_space === false) {
    if (component.values.prepend_scheme !== undefined && scheme !== 'never')
      throw badFile('prefix_space', { what: component.name });
    scheme = 'never';
  }
  const split = component.flag('split', true);
  const cutter = cutBy(finderOf({ text: replacement }), 'MergedWithNext');
  return {
    ...(scheme === 'first' && { needsOrigin: true as const }),
    cut: (piece, origin, emit) => {
      let text = piece.replaceAll(' ', replacement);
      let textOrigin = origin > 0 ? piece.slice(0, origin).replaceAll(' ', replacement).length : 0;
      const isDue = scheme === 'always' || (scheme === 'first' && origin > 0);
      if (isDue && !text.startsWith(replacement)) {
        text = replacement + text;
        if (textOrigin > 0) textOrigin += replacement.length;
      }
      if (split) cutter(text, textOrigin, emit);
      else emit(text, textOrigin);
    },
  };
}

/** A character of no script (blanks, unassigned ones) goes with those before it. */
const unicodeScripts: Cutter = (piece, origin, emit) => {
  let start = -1;
  let last: number | undefined;
  for (let at = 0; at < piece.length;) {
    const point = piece.codePointAt(at) as number;
    const script = scriptOf(point);
    if (script >= 0 && last !== script) {
      if (start >= 0) emit(piece.slice(start, at), originOfSlice(origin, start, at));
      start = at;
    }
    if (script >= 0) last = script;
    at += point > 0xffff ? 2 : 1;
  }
  // What stands before the first script is not kept: the reference cuts at scripts only.
  if (start >= 0) emit(piece.slice(start), originOfSlice(origin, start, piece.length));
};

const kindOf = (point: number): number => (WORD.has(point) ? 1 : WHITESPACE.has(point) ? 0 : 2);

/** \w+|[^\w\s]+ */
const wordsAndSigns: Cutter = (piece, origin, emit) => {
  let start = 0;
  let kind = 0;
  for (let at = 0; at < piece.length;) {
    const point = piece.codePointAt(at) as number;
    const next = kindOf(point);
    if (next !== kind) {
      if (kind !== 0) emit(piece.slice(start, at), originOfSlice(origin, start, at));
      start = at;
      kind = next;
    }
    at += point > 0xffff ? 2 : 1;
  }
  if (kind !== 0) emit(piece.slice(start), originOfSlice(origin, start, piece.length));
};
