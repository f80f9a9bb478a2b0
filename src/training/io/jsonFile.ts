// JSON files of a folder, read as Python writes them: what JSON.parse would refuse without a reason, or what
// would go too deep for those who walk it afterwards, is named.
import { shownValue } from '../formats/fieldTable';
import { reasonText, type ReasonCode, type ReasonFields } from '../formats/reasons';
import { checkEncoding, checkNotForeign, wrongEncoding } from './foreignFile';
import { HuggingFaceError, type ConfigValues } from './huggingface/config';
import type { ModelFiles } from './huggingface/weightFiles';

/** A tokenizer.json of a large vocabulary has some 30 MB. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_DEPTH = 100;

const isObject = (value: unknown): value is ConfigValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Undefined where the folder has no such file.
 * @throws HuggingFaceError bad_json_file | json_not_a_number | json_too_deep | json_encoding | lfs_pointer |
 *   web_page | other_format
 */
export async function readJsonFile(
  files: ModelFiles,
  file: string,
): Promise<ConfigValues | undefined> {
  const blob = files.get(file);
  if (!blob) return undefined;
  await checkNotForeign(blob, file);
  await checkEncoding(blob, file);
  if (blob.size > MOST_BYTES) throw badJson(file, 'json_bytes', { bytes: blob.size });
  return parseJsonObject(await textOf(blob, file), file);
}

/**
 * A text file of a folder; undefined where there is none.
 * @throws HuggingFaceError json_encoding | lfs_pointer | web_page | other_format
 */
export async function readTextFile(files: ModelFiles, file: string): Promise<string | undefined> {
  const blob = files.get(file);
  if (!blob) return undefined;
  await checkNotForeign(blob, file);
  await checkEncoding(blob, file);
  return textOf(blob, file);
}

async function textOf(blob: Blob, file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await blob.arrayBuffer());
  } catch {
    throw wrongEncoding(file, 'not UTF-8');
  }
}

/** @throws HuggingFaceError bad_json_file | json_not_a_number | json_too_deep */
export function parseJsonObject(text: string, file: string): ConfigValues {
  checkDepth(text, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    checkNumbers(text, file);
    throw badJson(file, 'json_syntax', {
      detail: cause instanceof Error ? cause.message : String(cause),
    });
  }
  if (isObject(value)) return value;
  throw Array.isArray(value)
    ? badJson(file, 'json_array')
    : badJson(file, 'json_value', { value: shownValue(value) });
}

function badJson(file: string, reason: ReasonCode, fields: ReasonFields = {}): HuggingFaceError {
  const text = `${file} does not contain a JSON object: ${reasonText(reason, fields)}.`;
  return new HuggingFaceError('bad_json_file', text, { ...fields, file, reason });
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
/** Brackets and braces differ in one bit. */
const [OPENS, CLOSES, EITHER] = [0x7b, 0x7d, 0x20];

/** Whoever walks the value afterwards may recurse. */
function checkDepth(text: string, file: string): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = endOfString(text, at);
    else if ((sign | EITHER) === OPENS) depth += 1;
    else if ((sign | EITHER) === CLOSES) depth -= 1;
    if (depth > MOST_DEPTH) {
      throw new HuggingFaceError(
        'json_too_deep',
        `${file} is nested more than ${MOST_DEPTH} levels deep.`,
        { file, most: MOST_DEPTH },
      );
    }
  }
}

/** Where the string that begins at `from` ends; the end of the text where it is open. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BACKSLASH) at += 1;
    else if (sign === QUOTE) return at;
  }
  return text.length;
}

/** Strings, and the words that Python writes for what is no number. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)\b/gs;

function checkNumbers(text: string, file: string): void {
  let key = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (!token.startsWith('"')) throw notANumber(file, key, token);
    key = token;
  }
}

const notANumber = (file: string, key: string, value: string): HuggingFaceError =>
  new HuggingFaceError(
    'json_not_a_number',
    `${file}: ${key} is ${value}, which JSON cannot say and no model can be built from. Write a number or null.`,
    { file, key, value },
  );
