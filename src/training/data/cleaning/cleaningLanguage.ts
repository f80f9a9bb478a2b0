/** Which language a text is in, by its scripts and, for English, its commonest words. Rough and quick. */

export const LANGUAGES = ['en', 'zh', 'ja', 'ko', 'ru', 'latin', 'other'] as const;
export type TextLanguage = (typeof LANGUAGES)[number];

/** Enough to tell; a document is evaluated by its beginning. */
const SAMPLE_CHARS = 4000;

const SCRIPTS = {
  han: /\p{Script=Han}/gu,
  kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  hangul: /\p{Script=Hangul}/gu,
  cyrillic: /\p{Script=Cyrillic}/gu,
  latin: /\p{Script=Latin}/gu,
  letters: /\p{L}/gu,
} as const;

const ENGLISH = new Set(
  'a and are as at be but by for from had has have he her his i in is it not of on or she that the they this to was we were with you'.split(
    ' ',
  ),
);
/** Of the words of ordinary English about four in ten are among those; of other languages hardly any. */
const ENGLISH_SHARE = 0.15;

export function languageOf(document: string): TextLanguage {
  const text = document.slice(0, SAMPLE_CHARS);
  const count = (script: keyof typeof SCRIPTS) => text.match(SCRIPTS[script])?.length ?? 0;
  const letters = count('letters');
  if (letters === 0) return 'other';
  // A Han character says about as much as two Latin letters; Japanese mixes Han with kana.
  const kana = count('kana');
  if (kana / letters > 0.1) return 'ja';
  const latin = count('latin');
  if (2 * count('han') > latin) return 'zh';
  if (count('hangul') / letters > 0.3) return 'ko';
  if (count('cyrillic') / letters > 0.5) return 'ru';
  if (latin / letters < 0.5) return 'other';
  const words = text.toLowerCase().match(/[a-z']+/g) ?? [];
  const common = words.filter((word) => ENGLISH.has(word)).length;
  return common / Math.max(1, words.length) >= ENGLISH_SHARE ? 'en' : 'latin';
}
