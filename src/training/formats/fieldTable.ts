// What a reader does with every field of a file that another tool wrote, as data. The reader walks the
// table, so a field that nobody thought of is found instead of overlooked; docs/formats.md is printed from
// the same tables (tables.ts lists them all).
import { BenchtopError } from '../../gpu/errors';

/**
 * `honoured`: read with the meaning that its reference gives it. `refused`: only the values in `accepts`
 * pass. `ignored`: has no effect on anything that this lab does, for the reason in `note`.
 */
export type FieldUse = 'honoured' | 'refused' | 'ignored';

export interface FieldRule {
  readonly use: FieldUse;
  /** One sentence: what is done with it, what to do instead, or why it is harmless. */
  readonly note: string;
  /** Values that pass; `null` and absence always do. Default: every value, of a refused field none. */
  readonly accepts?: readonly unknown[] | ((value: unknown, all: FieldValues) => boolean);
}

export type FieldValues = Readonly<Record<string, unknown>>;

export interface FieldTable {
  /** As in `config.llama`: unique among all tables. */
  readonly id: string;
  /** The file, or the part of it, as a message names it: `config.json`. */
  readonly file: string;
  readonly title: string;
  /** Whose reading is the measure: a class, a specification, and its version. */
  readonly reference: string;
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** What happens to a field that the table lacks: it is refused, or told to the user as not read. */
  readonly unknown: 'refused' | 'reported';
}

/** What was not read: told beside the result. */
export interface FieldReport {
  readonly ignored: readonly string[];
  readonly unknown: readonly string[];
}

/** `code` is unsupported_field or unknown_field; fields: file, key, value, note. */
export class FieldError extends BenchtopError {
  override readonly name = 'FieldError';
}

const MOST_SHOWN = 120;

/** A value as a message can hold it: short, and readable whatever it is. */
export function shownValue(value: unknown): string {
  // Nested too deeply to be written, it would be too deep for String as well.
  const text = typeof value === 'string' ? value : (safeJson(value) ?? typeof value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

export function passes({ use, accepts }: FieldRule, value: unknown, all: FieldValues): boolean {
  if (value === null || value === undefined) return true;
  if (typeof accepts === 'function') return accepts(value, all);
  if (accepts) return accepts.some((allowed) => Object.is(allowed, value));
  return use !== 'refused';
}

/**
 * Walks the fields of a file.
 * @throws FieldError unsupported_field | unknown_field
 */
export function walkFields(
  { file, fields, unknown: onUnknown }: FieldTable,
  values: FieldValues,
): FieldReport {
  const ignored: string[] = [];
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const rule = Object.hasOwn(fields, key) ? fields[key]! : undefined;
    if (!rule) {
      if (onUnknown === 'refused') throw fieldError('unknown_field', file, key, value, '');
      unknown.push(key);
    } else if (!passes(rule, value, values)) {
      throw fieldError('unsupported_field', file, key, value, rule.note);
    } else if (rule.use === 'ignored') ignored.push(key);
  }
  return { ignored, unknown };
}

export function fieldError(
  code: 'unsupported_field' | 'unknown_field',
  file: string,
  key: string,
  value: unknown,
  note: string,
): FieldError {
  const shown = shownValue(value);
  const sentence =
    code === 'unknown_field'
      ? `${file}: ${key} (${shown}) is not known to this reader.`
      : `${file}: ${key} = ${shown} is not supported.`;
  const fields = { file, key, value: shown, note };
  return new FieldError(code, note ? `${sentence} ${note}` : sentence, fields);
}

export const honoured = (note: string, accepts?: FieldRule['accepts']): FieldRule => ({
  use: 'honoured',
  note,
  ...(accepts && { accepts }),
});
export const ignored = (note: string): FieldRule => ({ use: 'ignored', note });
/** `accepts`: the values that change nothing, usually the default of the reference. */
export const refused = (note: string, accepts?: FieldRule['accepts']): FieldRule => ({
  use: 'refused',
  note,
  ...(accepts && { accepts }),
});
