// `--set a.b=value`: settings of a config from the command line.
import { z } from 'zod';
import { runConfigSchema, type RunConfig } from '../../training/run/config';
import { UsageError, type VerbOption } from './verb';

export const SET: VerbOption = {
  value: 'key=value',
  multiple: true,
  help: 'change a setting, e.g. --set training.learning_rate=0.002 (repeatable)',
};

/** A copy with the settings in it; a value is JSON where it parses as such, else a string. */
export function changed(config: object, settings: readonly string[]): Record<string, unknown> {
  const copy = structuredClone(config) as Record<string, unknown>;
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 0) throw new UsageError(`--set takes key=value, got "${setting}".`);
    const path = setting.slice(0, at).split('.');
    let parent = copy;
    for (const key of path.slice(0, -1)) {
      parent[key] ??= {};
      parent = parent[key] as Record<string, unknown>;
    }
    parent[path.at(-1)!] = valueOf(setting.slice(at + 1));
  }
  return copy;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Keys that the schema does not know, which it would leave out without a word. */
function unknownKeys(given: unknown, known: unknown, path = ''): string[] {
  if (!isRecord(given) || !isRecord(known)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(known, key) ? unknownKeys(value, known[key], at) : [at];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** @throws UsageError with every setting that does not fit or is not known */
export function parseSettings<Config>(schema: z.ZodType<Config>, given: object): Config {
  const parsed = schema.safeParse(given);
  const issues = parsed.success
    ? unknownKeys(given, parsed.data).map((path) => `${path}: there is no such setting`)
    : issuesOf(parsed.error);
  if (parsed.success && issues.length === 0) return parsed.data;
  throw invalid(issues);
}

const issuesOf = ({ issues }: z.ZodError): string[] =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

const invalid = (issues: readonly string[]): UsageError =>
  new UsageError(`The configuration is not valid:\n  ${issues.join('\n  ')}`);

/** What a schema refused, in words, wherever it was parsed. */
export const asUsageError = (thrown: unknown): unknown =>
  thrown instanceof z.ZodError ? invalid(issuesOf(thrown)) : thrown;

/** @throws UsageError */
export const withSettings = (config: object, settings: readonly string[]): RunConfig =>
  parseSettings(runConfigSchema, changed(config, settings));
