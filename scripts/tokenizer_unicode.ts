// node scripts/run.mjs scripts/tokenizer_unicode.ts --tokenizers FOLDER
// Prints src/training/tokenizers/huggingface/normalizers/unicodeExceptions.ts: where the Rust library `tokenizers` (npm
// package of that name in FOLDER) sorts characters otherwise than the host's own regular expressions, because
// its tables are of other Unicode versions. Run it on a Node whose Unicode is at least the library's.
import { parseArgs } from 'node:util';
import { loadReference, type Reference } from './formats_check/reference';

const ALL = Array.from({ length: 0x110000 }, (_, point) => point).filter(
  (point) => point > 0 && (point < 0xd800 || point > 0xdfff),
);
const TEXT = ALL.map((point) => String.fromCodePoint(point)).join('');

const model = { type: 'WordLevel', vocab: { a: 0 }, unk_token: 'a' };

export function main(args: string[]): number {
  const { values } = parseArgs({ args, options: { tokenizers: { type: 'string' } } });
  const reference = loadReference(values.tokenizers);
  if (!reference) {
    console.error('The npm package tokenizers is not found: name its folder with --tokenizers.');
    return 2;
  }
  const tables = exceptionsOf(reference);
  const lines = [...tables].map(
    ([name, points]) => `export const ${name} =\n  '${ranges(points).join(' ')}';\n`,
  );
  console.log(
    `// Printed by scripts/tokenizer_unicode.ts against Unicode ${process.versions.unicode ?? ''}: code points in hexadecimal,\n` +
      `// ranges with their ends. What each list is for stands in unicode.ts.\n\n${lines.join('\n')}`,
  );
  return 0;
}

function exceptionsOf(reference: Reference): Map<string, number[]> {
  const remaining = (pre: unknown): Set<number> => {
    const tokenizer = reference.open({
      version: '1.0',
      added_tokens: [],
      pre_tokenizer: pre,
      model,
    });
    const pieces = tokenizer.getPreTokenizer()?.preTokenizeString(TEXT) ?? [];
    return new Set(pieces.flatMap(([piece]) => Array.from(piece, (ch) => ch.codePointAt(0) ?? 0)));
  };
  const normalize = (normalizer: unknown): ((text: string) => string) => {
    const tokenizer = reference.open({ version: '1.0', added_tokens: [], normalizer, model });
    const found = tokenizer.getNormalizer();
    return (text) => found?.normalizeString(text) ?? text;
  };
  const matching = (pattern: string): Set<number> =>
    remaining({ type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true });
  const where = (test: (point: number, text: string) => boolean): number[] =>
    ALL.filter((point) => test(point, String.fromCodePoint(point)));

  const assigned = matching('\\P{Cn}');
  const notPunctuation = remaining({ type: 'Punctuation', behavior: 'Removed' });
  const bert = { type: 'BertNormalizer', handle_chinese_chars: false, lowercase: false };
  const stripped = normalize({ ...bert, clean_text: false, strip_accents: true });
  const cleaned = normalize({ ...bert, clean_text: true, strip_accents: false });
  const accents = normalize({ type: 'StripAccents' });
  const decomposed = normalize({ type: 'NFKD' });
  return new Map([
    ['ONIGURUMA_UNASSIGNED', where((point, text) => !assigned.has(point) && /\P{Cn}/u.test(text))],
    [
      'CATEGORY_PUNCTUATION',
      where((point, text) => !notPunctuation.has(point) !== /[\p{P}$+<=>^`|~]/u.test(text)),
    ],
    ['CATEGORY_MN', where((_, text) => (stripped(text) === '') !== /\p{Mn}/u.test(text))],
    [
      'CATEGORY_OTHER',
      where(
        (_, text) =>
          !/[\t\n\r\uFFFD]/.test(text) &&
          (cleaned(text) === '') !== /[\p{Cc}\p{Cf}\p{Co}]/u.test(text),
      ),
    ],
    ['COMBINING_MARKS', where((_, text) => (accents(text) === '') !== /\p{M}/u.test(text))],
    ['NORMALIZATION', where((_, text) => decomposed(text) !== text.normalize('NFKD'))],
    ['SCRIPT_ANY', where((_, text) => /\P{Cn}/u.test(text) && isAnyScript(reference, text))],
  ]);
}

/** UnicodeScripts does not cut before a character of no script. */
function isAnyScript(reference: Reference, text: string): boolean {
  scripts ??= reference
    .open({ version: '1.0', added_tokens: [], pre_tokenizer: { type: 'UnicodeScripts' }, model })
    .getPreTokenizer();
  const first = (lead: string): string =>
    scripts?.preTokenizeString(`${lead}${text}`)[0]?.[0] ?? '';
  return first('a') === `a${text}` && first('б') === `б${text}`;
}
let scripts: ReturnType<ReturnType<Reference['open']>['getPreTokenizer']> | undefined;

function ranges(points: readonly number[]): string[] {
  const found: [number, number][] = [];
  for (const point of points) {
    const last = found.at(-1);
    if (last?.[1] === point - 1) last[1] = point;
    else found.push([point, point]);
  }
  return found.map(([from, to]) =>
    from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`,
  );
}
