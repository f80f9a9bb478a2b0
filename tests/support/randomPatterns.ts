// Random regular expressions of JavaScript, from a seed.
import { pick, type Random } from './randomSchemas';

const CLASSES = [
  '[a-f]',
  '[^a-z]',
  '\\d',
  '\\w',
  '\\s',
  '.',
  '[0-9A-F]',
  '[\\w-]',
  '[是的了]',
  '\\p{Lu}',
  '[^\\d\\s]',
  '\\S',
  '[\\u{1F600}-\\u{1F64F}]',
];
const LITERALS = [
  'a',
  'b',
  'ab',
  '0',
  ' ',
  '\\.',
  '\\n',
  '\\x41',
  '\\u00e9',
  '\\u{1F98A}',
  '\\ud83e\\udd8a',
  '是',
  'é',
  '\\/',
  '\\$',
  '\\cJ',
  '-',
  '"',
  '\\\\',
];
const QUANTIFIERS = ['?', '*', '+', '{2}', '{1,3}', '{0,2}', '{2,}', '*?', '+?', '{1,2}?', '{0}'];

export function randomPattern(random: Random, depth = 3): string {
  const kind = random();
  if (depth === 0 || kind < 0.25) return pick(random, random() < 0.5 ? CLASSES : LITERALS);
  const part = (): string => randomPattern(random, depth - 1);
  if (kind < 0.5) return part() + part();
  if (kind < 0.65) return `(?:${part()}|${part()})`;
  if (kind < 0.7) return `(${part()}|)`;
  if (kind < 0.75) return `(?<n${Math.floor(random() * 1e9)}>${part()})`;
  return `(?:${part()})${pick(random, QUANTIFIERS)}`;
}
