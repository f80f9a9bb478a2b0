// A verb of the command line: its options as node:util's parseArgs takes them, its help, and its work.
import { parseArgs, type ParseArgsConfig } from 'node:util';

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Verb {
  readonly name: string;
  /** Behind the name, e.g. `<experiment>`. */
  readonly takes?: string;
  readonly summary: string;
  readonly example: string;
  /** Each with one sentence of help. */
  readonly options: Readonly<Record<string, VerbOption>>;
  /** Gives the exit code. */
  run(call: Call): Promise<number>;
}

export interface VerbOption {
  /** Stands for the value in the help, e.g. `N`; without one it is a flag. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

/** What was typed, with typed access. */
export class Call {
  readonly positionals: readonly string[];
  readonly #values: Values;

  constructor(positionals: readonly string[], values: Values) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  all(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  /** @throws UsageError where one of these was typed */
  refuse(names: readonly string[], what: string): void {
    const given = names.find((name) => this.#values[name] !== undefined);
    if (given !== undefined) throw new UsageError(`--${given} is for ${what}.`);
  }

  /** @throws UsageError where it is no number of this kind */
  number(name: string, { min = 0, isWhole = true } = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= min && (!isWhole || Number.isInteger(value)))
      return value;
    const kind = isWhole ? 'an integer' : 'a number';
    throw new UsageError(`--${name} needs ${kind} of at least ${min}, got "${text}".`);
  }

  /** A list with commas between. */
  list(name: string): string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((part) => part.trim());
  }
}

/** What was typed cannot be meant; the message says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const HELP: VerbOption = { help: 'print this help' };

/** @throws UsageError */
export function parseCall(verb: Verb, args: readonly string[]): { call: Call; help: boolean } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  const known = Object.entries({ ...verb.options, help: HELP });
  for (const [name, { value, multiple = false }] of known) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', multiple };
  }
  try {
    const typed = { args: [...args], options, allowPositionals: true };
    const { values, positionals } = parseArgs(typed);
    return { call: new Call(positionals, values as Values), help: values.help === true };
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`${reason}\n\n${helpOf(verb)}`);
  }
}

export function helpOf({ name, takes, summary, example, options }: Verb): string {
  const rows = Object.entries({ ...options, help: HELP }).map(([option, { value, help }]) => [
    `--${option}${value ? ` ${value}` : ''}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left]) => left!.length));
  const lines = rows.map(([left, help]) => `  ${left!.padEnd(width)}  ${help}`);
  return [
    `npm run lab -- ${[name, takes].filter(Boolean).join(' ')} [options]`,
    `  ${summary}`,
    '',
    ...lines,
    '',
    `Example: npm run lab -- ${example}`,
  ].join('\n');
}
