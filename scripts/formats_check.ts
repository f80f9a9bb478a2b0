// npm run formats-check -- [PART…] [--seed N] [--count N] [--tokenizers FOLDER] [--models FOLDER] [--python PATH]
// Compares the readers of other tools' files with those tools on generated inputs. Each answer must agree, or the
// input must be refused; what differs in silence is an error.
import { parseArgs } from 'node:util';
import type { FormatCheck, CheckResult } from './formats_check/check';

const CHECKS: Readonly<Record<string, () => Promise<FormatCheck>>> = {
  tokenizers: async () => (await import('./formats_check/tokenizers')).tokenizers,
  real: async () => (await import('./formats_check/realTokenizers')).realTokenizers,
  config: async () => (await import('./formats_check/config')).configs,
  tables: async () => (await import('./formats_check/tables')).tables,
};
const MOST_SHOWN = 10;

export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string' },
      tokenizers: { type: 'string' },
      models: { type: 'string' },
      python: { type: 'string', default: 'python3' },
    },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(CHECKS, name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}: ${Object.keys(CHECKS).join(', ')}.`);
    return 2;
  }
  let isFine = true;
  for (const name of positionals.length > 0 ? positionals : Object.keys(CHECKS)) {
    const check = await CHECKS[name]!();
    const result = await check({
      seed: Number(values.seed),
      count: values.count === undefined ? undefined : Number(values.count),
      tokenizers: values.tokenizers,
      models: values.models ?? values.tokenizers,
      python: values.python,
    });
    isFine = report(name, result) && isFine;
  }
  return isFine ? 0 : 1;
}

function report(name: string, result: CheckResult | string): boolean {
  if (typeof result === 'string') {
    console.error(`${name}: ${result}`);
    return false;
  }
  const { agreed, refused, bothFailed, differences, reasons } = result;
  console.log(
    `${name}: ${agreed} agree, ${refused} refused, ${bothFailed} refused by both, ${differences.length} differ`,
  );
  for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a).slice(0, MOST_SHOWN))
    console.log(`  refused ${count}: ${reason}`);
  for (const difference of differences.slice(0, MOST_SHOWN))
    console.log(`  DIFFERENT ${difference}`);
  return differences.length === 0;
}
