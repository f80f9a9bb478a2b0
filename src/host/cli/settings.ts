// `--set a.b=value`: settings of a config from the command line.
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
    let place = copy;
    for (const key of path.slice(0, -1)) {
      place[key] ??= {};
      place = place[key] as Record<string, unknown>;
    }
    place[path.at(-1)!] = valueOf(setting.slice(at + 1));
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

/** @throws UsageError with every setting that does not fit */
export function withSettings(config: object, settings: readonly string[]): RunConfig {
  const parsed = runConfigSchema.safeParse(changed(config, settings));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UsageError(`This run config is not valid:\n  ${issues.join('\n  ')}`);
}
