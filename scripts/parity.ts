// npm run parity -- DIR… [--strict] [--device NAME] [--filter REGEX] [--json]
// Runs every reference case below the folders and ends with `N passed, N failed`.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findCases } from './parity/walk';
import { Devices, runCase, type Outcome } from './parity/run';

const USAGE =
  'Usage: npm run parity -- DIR… [--strict] [--device cpu|lavapipe|swiftshader|system] [--filter REGEX] [--json]';

export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      device: { type: 'string' },
      driver: { type: 'string' },
      filter: { type: 'string' },
    },
  });
  const absent = positionals.filter((root) => !existsSync(root));
  if (positionals.length === 0 || absent.length > 0) {
    console.error(absent.length > 0 ? `There is no ${absent.join(', ')}.` : USAGE);
    return 2;
  }
  const filter = new RegExp(values.filter ?? '');
  const cases = findCases(positionals).filter(({ id, kind }) => filter.test(`${kind} ${id}`));
  if (cases.length === 0) console.error('No cases were found.');
  const device = values.device ?? values.driver ?? process.env.BENCHTOP_DRIVER;
  // The CPU's results are the same for any number of threads.
  const names = device === 'cpu' ? ['cpu:1', 'cpu:2'] : [device];
  const engines = names.map((name) => new Devices(name));
  const outcomes: Outcome[] = [];
  for (const testCase of cases) {
    const outcome = await runCase(testCase, engines);
    outcomes.push(outcome);
    if (!values.json) console.log(describe(outcome));
  }
  const adapter = engines.flatMap(({ opened }) => opened?.name ?? []).join(', ') || null;
  if (adapter && !values.json) console.log(`on ${adapter}`);
  if (!values.json) console.log(summary(outcomes));
  // The JSON stays alone on standard output, for a program to read.
  else {
    console.log(JSON.stringify({ adapter, outcomes }, null, 1));
    console.error(summary(outcomes));
  }
  const bad = (outcome: Outcome): boolean =>
    outcome.status === 'failed' || (values.strict && outcome.status === 'not yet');
  return outcomes.length === 0 || outcomes.some(bad) ? 1 : 0;
}

const MARKS = { passed: 'ok     ', failed: 'FAILED ', 'not yet': 'not yet' };

function describe({ status, id, worst, details }: Outcome): string {
  const units = status === 'not yet' ? '' : `  ${worst.toPrecision(3)}`;
  const why = details.slice(0, 6).map((text) => `\n          ${text}`);
  if (details.length > 6) why.push(`\n          … and ${details.length - 6} more`);
  if (status === 'not yet') return `${MARKS[status]} ${id}  (${details.join(', ')})`;
  return `${MARKS[status]} ${id}${units}${why.join('')}`;
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (status: Outcome['status']): number =>
    outcomes.filter((outcome) => outcome.status === status).length;
  const [passed, failed, notYet] = [count('passed'), count('failed'), count('not yet')];
  const skipped = notYet > 0 ? `, ${notYet} skipped` : '';
  return `${passed} passed, ${failed} failed${skipped}`;
}
