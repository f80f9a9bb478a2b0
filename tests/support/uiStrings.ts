// The strings of the page, and which of them its code names.
import { readdirSync, readFileSync } from 'node:fs';

type Strings = { readonly [key: string]: string | Strings };

/** Keys as i18next writes them, with their sentences. */
export const flatten = (strings: Strings, path = ''): [key: string, sentence: string][] =>
  Object.entries(strings).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`),
  );

function readCode(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(?:^|\/)(?:en|zh)\.ts$/.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
    .join('\n');
}

/** `a.${b}.c` as a pattern of keys; null where nothing in it stands firm. */
function patternOf(template: string): RegExp | null {
  const parts = template.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  if (!parts.some((part) => /[a-z]{3}/i.test(part))) return null;
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('[^.]+')}$`);
}

/** Whether code in `folder` has a string or a template that makes this one. */
export function findNamed(folder: string): (key: string) => boolean {
  const code = readCode(folder);
  const literals = new Set(
    [...code.matchAll(/'([^'\\\n]*)'|^ +(\w+):/gm)].map(([, text, name]) => text ?? name),
  );
  const templates = [...code.matchAll(/`([^`\n]*)`/g)].map(([, text]) => text!);
  const patterns = templates.flatMap((text) => (text.includes('${') && patternOf(text)) || []);
  return (key) => literals.has(key) || patterns.some((pattern) => pattern.test(key));
}
