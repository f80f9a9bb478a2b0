// Unicode normalization as the Rust library's tables of Unicode 9 do it: characters that got a decomposition
// later stay as they are.
import { NOT_NORMALIZED } from './unicode';

export type Form = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** No character below has a decomposition into others under NFC or is a mark. */
const PLAIN = /^[\x00-\x7f]*$/; // eslint-disable-line no-control-regex
/** Blocks where such later characters stand. */
const MAYBE_LATER = /[\u32ff\ua7f1-\uab69\u{10000}-\u{1ffff}]/u;

export function normalizedForm(text: string, form: Form): string {
  if (PLAIN.test(text)) return text;
  if (!MAYBE_LATER.test(text)) return text.normalize(form);
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) as number;
    const end = at + (point > 0xffff ? 2 : 1);
    if (NOT_NORMALIZED.has(point)) {
      parts.push(decomposedLater(text.slice(from, at).normalize(form)), text.slice(at, end));
      from = end;
    }
    at = end;
  }
  return parts.join('') + decomposedLater(text.slice(from).normalize(form));
}

/** Compositions that the library does not know are taken apart again. */
function decomposedLater(text: string): string {
  if (!MAYBE_LATER.test(text)) return text;
  return Array.from(text, (character) =>
    NOT_NORMALIZED.has(character.codePointAt(0) as number) ? character.normalize('NFD') : character,
  ).join('');
}
