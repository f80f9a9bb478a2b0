// Kinds of characters as the Rust library sorts them. Its parts use Unicode tables of different versions, so a
// host's \p{…} is corrected by lists of exceptions: standard library (as new as the host's), crate
// `regex` and Oniguruma (Unicode 16), crate `unicode_categories` (Unicode 8), crate `unicode-normalization-alignments`
// (Unicode 9), and the scripts of sentencepiece (Unicode 10).
import { CharSet, charTest, listed } from './charSet';
import {
  CATEGORY_MN,
  CATEGORY_OTHER,
  CATEGORY_PUNCTUATION,
  COMBINING_MARKS,
  NORMALIZATION,
  ONIGURUMA_UNASSIGNED,
  SCRIPT_ANY,
} from './unicodeExceptions';

const differing = (pattern: RegExp, exceptions: string): CharSet => {
  const [usual, other] = [charTest(pattern), listed(exceptions)];
  return new CharSet((point) => usual(point) !== other(point));
};

export const WHITESPACE = new CharSet(charTest(/\p{White_Space}/u));
export const NUMERIC = new CharSet(charTest(/\p{N}/u));
/** ASCII signs are punctuation, `$` and `~` among them. */
export const PUNCTUATION = differing(/[\p{P}$+<=>^`|~]/u, CATEGORY_PUNCTUATION);
export const NONSPACING_MARK = differing(/\p{Mn}/u, CATEGORY_MN);
/** What BERT's cleaning calls a control character: unassigned ones are not. */
export const CONTROL = differing(/[\p{Cc}\p{Cf}\p{Co}]/u, CATEGORY_OTHER);
export const COMBINING_MARK = differing(/\p{M}/u, COMBINING_MARKS);
/** Characters that the library's normalization leaves as they are. */
export const NOT_NORMALIZED = new CharSet(listed(NORMALIZATION));
/** Characters that Oniguruma's tables don't have. */
export const NOT_IN_ONIGURUMA = new CharSet(listed(ONIGURUMA_UNASSIGNED));

/** \w of the crate `regex`, which has Unicode 16, too. */
export const WORD = new CharSet(
  (
    (test) => (point: number) =>
      test(point) && !NOT_IN_ONIGURUMA.has(point)
  )(charTest(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u)),
);

/** BERT's Chinese characters: the range from U+2B820 begins at U+2B920 there. */
export const isChinese = (point: number): boolean =>
  (point >= 0x4e00 && point <= 0x9fff) ||
  (point >= 0x3400 && point <= 0x4dbf) ||
  (point >= 0x20000 && point <= 0x2a6df) ||
  (point >= 0x2a700 && point <= 0x2b73f) ||
  (point >= 0x2b740 && point <= 0x2b81f) ||
  (point >= 0x2b920 && point <= 0x2ceaf) ||
  (point >= 0xf900 && point <= 0xfaff) ||
  (point >= 0x2f800 && point <= 0x2fa1f);

/** Blank or unknown to the tables: goes with what stands before it. */
const ANY_SCRIPT = new CharSet(
  (
    (isListed) => (point: number) =>
      isListed(point) || /\p{Cn}/u.test(String.fromCodePoint(point))
  )(listed(SCRIPT_ANY)),
);

const SCRIPTS = (
  'Common Inherited Latin Greek Cyrillic Armenian Hebrew Arabic Syriac Thaana Devanagari Bengali Gurmukhi ' +
  'Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic ' +
  'Cherokee Canadian_Aboriginal Ogham Runic Khmer Mongolian Bopomofo Han Yi Old_Italic Gothic Deseret Tagalog ' +
  'Hanunoo Buhid Tagbanwa Limbu Tai_Le Linear_B Ugaritic Shavian Osmanya Cypriot Braille Buginese Coptic ' +
  'New_Tai_Lue Glagolitic Tifinagh Syloti_Nagri Old_Persian Kharoshthi Balinese Cuneiform Phoenician Phags_Pa ' +
  'Nko Sundanese Lepcha Ol_Chiki Vai Saurashtra Kayah_Li Rejang Lycian Carian Lydian Cham Tai_Tham Tai_Viet ' +
  'Avestan Egyptian_Hieroglyphs Samaritan Lisu Bamum Javanese Meetei_Mayek Imperial_Aramaic Old_South_Arabian ' +
  'Inscriptional_Parthian Inscriptional_Pahlavi Old_Turkic Kaithi Batak Brahmi Mandaic Chakma ' +
  'Meroitic_Cursive Meroitic_Hieroglyphs Miao Sharada Sora_Sompeng Takri Caucasian_Albanian Bassa_Vah Duployan ' +
  'Elbasan Grantha Pahawh_Hmong Khojki Linear_A Mahajani Manichaean Mende_Kikakui Modi Mro Old_North_Arabian ' +
  'Nabataean Palmyrene Pau_Cin_Hau Old_Permic Psalter_Pahlavi Siddham Khudawadi Tirhuta Warang_Citi Ahom ' +
  'Anatolian_Hieroglyphs Hatran Multani Old_Hungarian SignWriting Adlam Bhaiksuki Marchen Newa Osage Tangut'
).split(' ');
const SCRIPT_TESTS = SCRIPTS.map((name) => new RegExp(`^\\p{Script=${name}}`, 'u'));
/** Scripts of later Unicode versions than the table's. */
const CHANGED_SCRIPT: Readonly<Record<number, string>> = {
  0x589: 'Common',
  0x61c: 'Common',
  0x953: 'Devanagari',
  0x954: 'Devanagari',
  // Sentencepiece's own choice: the long vowel mark of both kana scripts goes with Han.
  0x30fc: 'Han',
};
const scriptCache = new Map<number, number>();

/** A number per script; Han, Hiragana and Katakana are one. -1: goes with its neighbors. */
export function scriptOf(point: number): number {
  if (ANY_SCRIPT.has(point)) return -1;
  let script = scriptCache.get(point);
  if (script === undefined) scriptCache.set(point, (script = findScript(point)));
  return script;
}

function findScript(point: number): number {
  const changed = CHANGED_SCRIPT[point];
  if (changed) return SCRIPTS.indexOf(changed);
  const text = String.fromCodePoint(point);
  if (/^[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return SCRIPTS.indexOf('Han');
  return SCRIPT_TESTS.findIndex((pattern) => pattern.test(text));
}
