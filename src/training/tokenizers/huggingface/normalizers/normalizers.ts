// Rewrites a text before it is cut. `origin` is followed along: it decides where Metaspace with
// prepend_scheme first puts its mark.
import { fieldError } from '../../../formats/fieldTable';
import { NORMALIZERS } from '../../../formats/tokenizerJson';
import { badFile, TokenizerComponent } from '../component';
import { finderOf } from '../patterns';
import { Precompiled } from './precompiled';
import { byteCharacters } from '../preTokenizers';
import { normalizedForm, type Form } from './normalizationForms';
import type { NormalizedText } from './normalizedText';
import { COMBINING_MARK, CONTROL, isChinese, NONSPACING_MARK, WHITESPACE } from './unicode';

export type Normalizer = (input: NormalizedText) => NormalizedText;

const MOST_NESTED = 20;

/** `bytesFollow`: the pre-tokenizer has a ByteLevel. */
export function normalizerOf(json: unknown, bytesFollow: boolean): Normalizer | null {
  if (json === null || json === undefined) return null;
  const components = componentsOf(json, 0);
  components.forEach((component, i) => {
    if (bytesFollow || i < components.length - 1) refuseInsertion(component);
  });
  const steps = components.map(stepOf);
  return (input) => steps.reduce((value, step) => (value.text === '' ? value : step(value)), input);
}

function componentsOf(json: unknown, depth: number): TokenizerComponent[] {
  const component = TokenizerComponent.read('normalizer', json, NORMALIZERS);
  if (component.type !== 'Sequence') return [component];
  if (depth > MOST_NESTED) throw badFile('too_deep', { what: 'normalizer' });
  return component.list('normalizers').flatMap((one) => componentsOf(one, depth + 1));
}

/** An insertion of or at nothing makes the reference lose its alignment: it then repeats or drops text. */
function refuseInsertion(component: TokenizerComponent): void {
  const isEmpty =
    component.type === 'Replace'
      ? finderOf(component.pattern('pattern')).canBeEmpty
      : component.type === 'Prepend' && component.text('prepend') === '';
  const key = component.type === 'Replace' ? 'pattern' : 'prepend';
  const note =
    'One that matches or adds the empty text is only read as the last step, without ByteLevel.';
  if (isEmpty)
    throw fieldError(
      'unsupported_field',
      'tokenizer.json',
      `${component.name}.${key}`,
      component.values[key],
      note,
    );
}

function stepOf(component: TokenizerComponent): Normalizer {
  switch (component.type) {
    case 'Bert':
    case 'BertNormalizer':
      return bert(component);
    case 'ByteLevel':
      return perPrefix(byteCharacters);
    case 'Lowercase':
      return perPrefix(lowercase);
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return form(component.type);
    case 'Nmt':
      return perPrefix(nmt);
    case 'Precompiled':
      return precompiled(component.text('precompiled_charsmap'));
    case 'Prepend': {
      const added = component.text('prepend');
      return ({ text, origin }) => ({
        text: added + text,
        origin: origin > 0 ? origin + added.length : 0,
      });
    }
    case 'Replace':
      return replace(component);
    case 'Strip':
      return strip(component.flag('strip_left'), component.flag('strip_right'));
    default:
      return perPrefix(filtered((point) => !COMBINING_MARK.has(point)));
  }
}

/** Steps that take each character by itself. */
const perPrefix =
  (rewrite: (text: string) => string): Normalizer =>
  ({ text, origin }) => ({
    text: rewrite(text),
    origin: origin > 0 ? rewrite(text.slice(0, origin)).length : 0,
  });

/** Runs of ASCII are kept as they are when `keepsAscii`. */
function filtered(keeps: (point: number) => boolean): (text: string) => string {
  return (text) => {
    if (!/[^\x20-\x7e]/.test(text)) return text;
    const remaining: string[] = [];
    let from = 0;
    for (let at = 0; at < text.length;) {
      const point = text.codePointAt(at) as number;
      const end = at + (point > 0xffff ? 2 : 1);
      if (!keeps(point)) {
        remaining.push(text.slice(from, at));
        from = end;
      }
      at = end;
    }
    return from === 0 ? text : remaining.join('') + text.slice(from);
  };
}

/** Each character by itself: Σ is σ also at the end of a word. */
const lowercase = (text: string): string => text.replaceAll('Σ', 'σ').toLowerCase();

// eslint-disable-next-line no-control-regex
const NMT_REMOVED = /[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/g;
const NMT_BLANK = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/g;
const nmt = (text: string): string => text.replace(NMT_REMOVED, '').replace(NMT_BLANK, ' ');

function bert(component: TokenizerComponent): Normalizer {
  const lower = component.flag('lowercase');
  const strips = component.values.strip_accents ?? null;
  const steps: Normalizer[] = [];
  if (component.flag('clean_text')) {
    const keep = filtered(
      (c) => c === 9 || c === 10 || c === 13 || !(c === 0xfffd || isControl(c)),
    );
    steps.push(perPrefix((text) => keep(text).replace(/\p{White_Space}/gu, ' ')));
  }
  if (component.flag('handle_chinese_chars')) steps.push(perPrefix(spacedChinese));
  if (strips === null ? lower : component.flag('strip_accents')) {
    const keep = filtered((point) => !NONSPACING_MARK.has(point));
    steps.push(form('NFD'), perPrefix(keep));
  }
  if (lower) steps.push(perPrefix(lowercase));
  return (input) => steps.reduce((value, step) => step(value), input);
}

const isControl = (point: number): boolean => point === 0 || CONTROL.has(point);

function spacedChinese(text: string): string {
  if (!/[\u3400-\u{2fa1f}]/u.test(text)) return text;
  return text.replace(/[\u3400-\u{2fa1f}]/gu, (character) =>
    isChinese(character.codePointAt(0) as number) ? ` ${character} ` : character,
  );
}

function form(name: Form): Normalizer {
  return ({ text, origin }) => {
    const whole = normalizedForm(text, name);
    if (origin === 0) return { text: whole, origin };
    const prefix = normalizedForm(text.slice(0, origin), name);
    const first = (whole.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
    return { text: whole, origin: whole.startsWith(prefix) ? prefix.length : first };
  };
}

function strip(left: boolean, right: boolean): Normalizer {
  return ({ text, origin }) => {
    let start = 0;
    let end = text.length;
    while (left && start < end && WHITESPACE.has(text.charCodeAt(start))) start += 1;
    while (right && end > start && WHITESPACE.has(text.charCodeAt(end - 1))) end -= 1;
    return { text: text.slice(start, end), origin: Math.max(0, Math.min(origin, end) - start) };
  };
}

function replace(component: TokenizerComponent): Normalizer {
  const finder = finderOf(component.pattern('pattern'));
  const content = component.text('content');
  return ({ text, origin }) => {
    const matches = finder.findAll(text);
    if (matches.length === 0) return { text, origin };
    const written: string[] = [];
    let [last, length, newOrigin] = [0, 0, 0];
    const add = (piece: string, isOrigin: number): void => {
      if (length === newOrigin) newOrigin += isOrigin;
      length += piece.length;
      written.push(piece);
    };
    for (let i = 0; i < matches.length; i += 2) {
      const start = matches[i] as number;
      const end = matches[i + 1] as number;
      add(text.slice(last, start), Math.max(0, Math.min(origin, start) - last));
      // What is put in belongs to the last character that it replaces.
      add(content, origin > 0 && end <= origin ? content.length : 0);
      last = end;
    }
    add(text.slice(last), Math.max(0, origin - last));
    return { text: written.join(''), origin: newOrigin };
  };
}

function precompiled(encoded: string): Normalizer {
  const map = new Precompiled(encoded);
  return ({ text, origin }) => map.normalize(text, origin);
}
