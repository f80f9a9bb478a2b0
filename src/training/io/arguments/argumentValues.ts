// Single values of TrainingArguments as JSON, YAML and the command line give them: numbers and truth values
// may be strings.

/** What Python's float() takes, without its nan and inf. */
const DECIMAL = /^\s*[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
};

/** Null where it is no finite number. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !DECIMAL.test(value)) return null;
  return Number(value.replaceAll('_', ''));
}

/** As HfArgumentParser reads them; null where it is neither. */
export function truthOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const word = String(value).trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word]! : null;
}

/** A value that is a string of JSON, number or truth as what it stands for; others as they are. */
export function plainValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const number = numberOf(value);
  if (number !== null) return number;
  const word = value.trim().toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'none' || word === 'null' ? null : value;
}

/** Python's json writes NaN and Infinity as they stand; here they become strings, refused where a number is due. */
const BARE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

export const parsePythonJson = (json: string): unknown =>
  JSON.parse(json.replace(BARE, (found) => (found.startsWith('"') ? found : `"${found}"`)));
