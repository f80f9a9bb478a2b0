// Reads the fields of one component of tokenizer.json: walked by its table, then typed.
import type { FieldTable } from '../../formats/fieldTable';
import { fieldError, shownValue, walkFields } from '../../formats/fieldTable';
import { reasonText, type ReasonCode, type ReasonFields } from '../../formats/reasons';
import { TokenizerError } from '../tokenizer';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function badFile(
  reason: ReasonCode,
  fields: ReasonFields = {},
  file = 'tokenizer.json',
): TokenizerError {
  const text = `${file}: ${reasonText(reason, fields)}.`;
  return new TokenizerError('bad_json', { ...fields, file, reason }, text);
}

/** What a field was expected to be. */
type Expected = Extract<
  ReasonCode,
  `no_${'text' | 'character' | 'boolean' | 'count' | 'list' | 'choice' | 'pattern'}`
>;

export class TokenizerComponent {
  /** As in `pre_tokenizer Split`. */
  readonly name: string;
  readonly values: JsonObject;

  constructor(name: string, values: unknown) {
    if (!isObject(values)) throw badFile('not_object', { what: name, value: shownValue(values) });
    this.name = name;
    this.values = values;
  }

  /** @throws FieldError */
  static read(
    name: string,
    values: unknown,
    tables: Readonly<Record<string, FieldTable>>,
  ): TokenizerComponent {
    const component = new TokenizerComponent(name, values);
    const type = component.text('type');
    const table = Object.hasOwn(tables, type) ? tables[type]! : undefined;
    if (!table) {
      const kinds = `Supported: ${Object.keys(tables).join(', ')}.`;
      throw fieldError('unsupported_field', 'tokenizer.json', `${name}.type`, type, kinds);
    }
    walkFields(table, component.values);
    return new TokenizerComponent(`${name} ${type}`, component.values);
  }

  get type(): string {
    return this.text('type');
  }

  private wrong(key: string, expected: Expected, choices = ''): TokenizerError {
    const value = this.values[key];
    const what = this.name;
    return value === undefined
      ? badFile('no_field', { what, key })
      : badFile(expected, { what, key, value: shownValue(value), ...(choices && { choices }) });
  }

  text(key: string): string {
    const value = this.values[key];
    if (typeof value !== 'string') throw this.wrong(key, 'no_text');
    return value;
  }

  optionalText(key: string): string | null {
    return this.values[key] === null || this.values[key] === undefined ? null : this.text(key);
  }

  character(key: string): string {
    const text = this.text(key);
    if (Array.from(text).length !== 1) throw this.wrong(key, 'no_character');
    return text;
  }

  flag(key: string, missing?: boolean): boolean {
    const value = this.values[key] ?? missing;
    if (typeof value !== 'boolean') throw this.wrong(key, 'no_boolean');
    return value;
  }

  count(key: string, missing?: number): number {
    const value = this.values[key] ?? missing;
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.wrong(key, 'no_count');
    return value as number;
  }

  list(key: string): readonly unknown[] {
    const value = this.values[key];
    if (!Array.isArray(value)) throw this.wrong(key, 'no_list');
    return value;
  }

  choice<T extends string>(key: string, choices: readonly T[], missing?: T): T {
    const value = this.values[key] ?? missing;
    const found = choices.find((one) => one === value);
    if (found === undefined) throw this.wrong(key, 'no_choice', choices.join(', '));
    return found;
  }

  /** {"String": …} or {"Regex": …}. */
  pattern(key: string): { readonly text: string } | { readonly regex: string } {
    const value = this.values[key];
    if (isObject(value)) {
      if (typeof value.String === 'string') return { text: value.String };
      if (typeof value.Regex === 'string') return { regex: value.Regex };
    }
    throw this.wrong(key, 'no_pattern');
  }
}
