// \w, \p{…} and [[:…:]] of Oniguruma. Null: no such property here.
import { charTest, type CharTest } from '../normalizers/charSet';
import { NOT_IN_ONIGURUMA } from '../normalizers/unicode';

const CATEGORIES =
  'L Lu Ll Lt Lm Lo LC M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cn Co';
const LONG_CATEGORIES: Readonly<Record<string, string>> = {
  letter: 'L',
  uppercaseletter: 'Lu',
  lowercaseletter: 'Ll',
  titlecaseletter: 'Lt',
  modifierletter: 'Lm',
  otherletter: 'Lo',
  casedletter: 'LC',
  mark: 'M',
  nonspacingmark: 'Mn',
  spacingmark: 'Mc',
  enclosingmark: 'Me',
  number: 'N',
  decimalnumber: 'Nd',
  letternumber: 'Nl',
  othernumber: 'No',
  punctuation: 'P',
  punct: 'P',
  connectorpunctuation: 'Pc',
  dashpunctuation: 'Pd',
  openpunctuation: 'Ps',
  closepunctuation: 'Pe',
  initialpunctuation: 'Pi',
  finalpunctuation: 'Pf',
  otherpunctuation: 'Po',
  symbol: 'S',
  mathsymbol: 'Sm',
  currencysymbol: 'Sc',
  modifiersymbol: 'Sk',
  othersymbol: 'So',
  separator: 'Z',
  spaceseparator: 'Zs',
  lineseparator: 'Zl',
  paragraphseparator: 'Zp',
  other: 'C',
  control: 'Cc',
  format: 'Cf',
  unassigned: 'Cn',
  privateuse: 'Co',
};
const SCRIPTS =
  'Latin Greek Cyrillic Armenian Hebrew Arabic Syriac Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil ' +
  'Telugu Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Cherokee Khmer Mongolian ' +
  'Hiragana Katakana Bopomofo Han Yi Common Inherited';
const BINARY: Readonly<Record<string, string>> = {
  alphabetic: 'Alphabetic',
  uppercase: 'Uppercase',
  lowercase: 'Lowercase',
  whitespace: 'White_Space',
  ideographic: 'Ideographic',
  emoji: 'Emoji',
};
/** Names that are also \p{…}, except punct. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '[\\p{Alphabetic}\\p{Nd}]',
  alpha: '\\p{Alphabetic}',
  blank: '[\\p{Zs}\\t]',
  cntrl: '\\p{Cc}',
  digit: '\\p{Nd}',
  graph: '[^\\p{White_Space}\\p{Cc}\\p{Cn}\\p{Cs}]',
  lower: '\\p{Lowercase}',
  print: '[^\\p{Cc}\\p{Cn}\\p{Cs}\\u2028\\u2029]',
  punct: '[\\p{P}\\p{S}]',
  space: '\\p{White_Space}',
  upper: '\\p{Uppercase}',
  xdigit: '[0-9a-fA-F]',
  word: '[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]',
};
/** U+0295 is a small letter in Oniguruma's Unicode version and has no case in the next. */
const PHARYNGEAL_FRICATIVE = 0x295;

const known = (source: string): CharTest => {
  const test = charTest(new RegExp(`^${source}$`, 'u'));
  return (point) => test(point) && !NOT_IN_ONIGURUMA.has(point);
};

export const not =
  (test: CharTest): CharTest =>
  (point) =>
    !test(point);

export const DIGIT = known(POSIX.digit!);
export const SPACE = known(POSIX.space!);
export const HEX_DIGIT = known(POSIX.xdigit!);
/** Inside [ ]. */
export const WORD_IN_CLASS = known(POSIX.word!);
/** Outside, Latin-1's superscripts and fractions belong to it. */
export const WORD: CharTest = (point) =>
  WORD_IN_CLASS(point) ||
  point === 0xb2 ||
  point === 0xb3 ||
  point === 0xb9 ||
  (point >= 0xbc && point <= 0xbe);

export const posixClass = (name: string): CharTest | null =>
  Object.hasOwn(POSIX, name) ? known(POSIX[name]!) : null;

function category(name: string): CharTest {
  if (name === 'C' || name === 'Cn') {
    const test = charTest(new RegExp(`^\\p{${name}}$`, 'u'));
    return (point) => test(point) || NOT_IN_ONIGURUMA.has(point);
  }
  const test = known(`\\p{${name}}`);
  if (name === 'Ll' || name === 'LC')
    return (point) => test(point) || point === PHARYNGEAL_FRICATIVE;
  if (name === 'Lo') return (point) => test(point) && point !== PHARYNGEAL_FRICATIVE;
  return test;
}

export function property(name: string): CharTest | null {
  const plain = name.toLowerCase().replace(/[ _-]/g, '');
  if (plain === 'any') return () => true;
  if (plain === 'assigned') return not(category('Cn'));
  if (plain === 'ascii') return (point) => point < 128;
  const short = CATEGORIES.split(' ').find((one) => one.toLowerCase() === plain);
  const long = Object.hasOwn(LONG_CATEGORIES, plain) ? LONG_CATEGORIES[plain] : undefined;
  if (short ?? long) return category((short ?? long)!);
  const script = SCRIPTS.split(' ').find((one) => one.toLowerCase() === plain);
  if (script) return known(`\\p{Script=${script}}`);
  if (Object.hasOwn(BINARY, plain)) return known(`\\p{${BINARY[plain]!}}`);
  return posixClass(plain);
}

/** Without regard to case: Unicode's simple folding, one character for one. */
export function foldedTest(test: CharTest): CharTest {
  return (point) => {
    if (test(point)) return true;
    if (point >= 0xd800 && point <= 0xdfff) return false;
    const text = String.fromCodePoint(point);
    const [low, high] = [text.toLowerCase(), text.toUpperCase()];
    return [low, high, high.toLowerCase(), low.toUpperCase()].some(
      (other) => Array.from(other).length === 1 && test(other.codePointAt(0) ?? 0),
    );
  };
}
