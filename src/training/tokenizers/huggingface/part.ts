// Reads the fields of one part of tokenizer.json: walked by its table, then typed.
import type { FieldTable } from '../../formats/fieldTable';
import { fieldError, shownValue, walkFields } from '../../formats/fieldTable';
import { TokenizerError } from '../tokenizer';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function badFile(detail: string, file = 'tokenizer.json'): TokenizerError {
  return new TokenizerError('bad_json', { file, detail }, `${file}: ${detail}.`);
}

export class Part {
  /** As in `pre_tokenizer Split`. */
  readonly name: string;
  readonly values: JsonObject;

  constructor(name: string, values: unknown) {
    if (!isObject(values)) throw badFile(`${name} is no object: ${shownValue(values)}`);
    this.name = name;
    this.values = values;
  }

  /** @throws FieldError */
  static read(name: string, values: unknown, tables: Readonly<Record<string, FieldTable>>): Part {
    const part = new Part(name, values);
    const type = part.text('type');
    const table = Object.hasOwn(tables, type) ? tables[type]! : undefined;
    if (!table) {
      const kinds = `Supported: ${Object.keys(tables).join(', ')}.`;
      throw fieldError('unsupported_field', 'tokenizer.json', `${name}.type`, type, kinds);
    }
    walkFields(table, part.values);
    return new Part(`${name} ${type}`, part.values);
  }

  get type(): string {
    return this.text('type');
  }

  private wrong(key: string, kind: string): TokenizerError {
    const value = this.values[key];
    return badFile(
      value === undefined
        ? `${this.name} has no ${key}`
        : `${this.name}: ${key} is no ${kind}: ${shownValue(value)}`,
    );
  }

  text(key: string): string {
    const value = this.values[key];
    if (typeof value !== 'string') throw this.wrong(key, 'text');
    return value;
  }

  optionalText(key: string): string | null {
    return this.values[key] === null || this.values[key] === undefined ? null : this.text(key);
  }

  character(key: string): string {
    const text = this.text(key);
    if (Array.from(text).length !== 1) throw this.wrong(key, 'single character');
    return text;
  }

  flag(key: string, missing?: boolean): boolean {
    const value = this.values[key] ?? missing;
    if (typeof value !== 'boolean') throw this.wrong(key, 'boolean');
    return value;
  }

  count(key: string, missing?: number): number {
    const value = this.values[key] ?? missing;
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw this.wrong(key, 'count');
    return value as number;
  }

  list(key: string): readonly unknown[] {
    const value = this.values[key];
    if (!Array.isArray(value)) throw this.wrong(key, 'list');
    return value;
  }

  choice<T extends string>(key: string, choices: readonly T[], missing?: T): T {
    const value = this.values[key] ?? missing;
    const found = choices.find((one) => one === value);
    if (found === undefined) throw this.wrong(key, `one of ${choices.join(', ')}`);
    return found;
  }

  /** {"String": …} or {"Regex": …}. */
  pattern(key: string): { readonly text: string } | { readonly regex: string } {
    const value = this.values[key];
    if (isObject(value)) {
      if (typeof value.String === 'string') return { text: value.String };
      if (typeof value.Regex === 'string') return { regex: value.Regex };
    }
    throw this.wrong(key, 'pattern with String or Regex');
  }
}
