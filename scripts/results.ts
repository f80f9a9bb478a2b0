// Trains the trials of src/experiments/trials.ts in headless Chromium, with the engine in its Worker as
// in the app, and writes what they reached into docs/results.md; rows of other trials stay.
// `npm run results [-- ID …] [--device swiftshader|lavapipe|system] [--dry] [--curve]`;
// `--node [--device NAME]` runs them in Node instead, `--dry` writes nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TRIALS, type Trial } from '../src/experiments/trials';
import { runConfigSchema } from '../src/training/run/config';
import { openChromium, openNode } from './results/hosts';
import { outcomeOf, readRows, rowOf, withRows, type Rows } from './results/table';
import type { TrialRun } from './results/trialRun';
import { unigramNats } from './results/unigram';

const FILE = 'docs/results.md';

/** The trials that were asked for, and controls that have no row yet; controls come first. */
function chosen(ids: readonly string[], rows: Rows): Trial[] {
  const unknown = ids.filter((id) => !TRIALS.some((trial) => trial.id === id));
  if (unknown.length > 0) throw new Error(`There is no trial ${unknown.join(', ')}.`);
  const wanted = new Set(ids.length > 0 ? ids : TRIALS.map(({ id }) => id));
  for (const { id, mark } of TRIALS) {
    if (wanted.has(id) && mark.kind === 'beats' && !rows.has(mark.control))
      wanted.add(mark.control);
  }
  return TRIALS.filter(({ id }) => wanted.has(id));
}

function printCurve({ evals }: TrialRun): void {
  for (const { step, validationLoss, accuracy, parts = {} } of evals) {
    const figures = [['', { loss: validationLoss, accuracy }] as const, ...Object.entries(parts)];
    const words = figures.map(
      ([name, { loss, accuracy: right }]) =>
        `${name} ${loss.toFixed(3)}${right === undefined ? '' : ` ${(100 * right).toFixed(1)} %`}`,
    );
    console.log(`  ${step}: ${words.join(',  ')}`);
  }
}

const { values, positionals } = parseArgs({
  options: {
    device: { type: 'string' },
    node: { type: 'boolean' },
    dry: { type: 'boolean' },
    curve: { type: 'boolean' },
  },
  allowPositionals: true,
});
const host = await (values.node ? openNode : openChromium)(values.device);
const read = (): string => (existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');
let missed = 0;
try {
  const rows = readRows(read(), TRIALS);
  for (const trial of chosen(positionals, rows)) {
    const config = runConfigSchema.parse(trial.config);
    const run = await host.run(trial.id, config);
    const outcome = outcomeOf(trial, run, await unigramNats(config, trial.objective));
    const row = rowOf(trial, outcome, rows, host.name);
    rows.set(trial.id, row);
    if (!values.dry) writeFileSync(FILE, withRows(read(), rows, TRIALS));
    console.log(`${row} ${(run.elapsedMs / 1000).toFixed(0)} s`);
    if (values.curve) printCurve(run);
    missed += Number(row.includes('| no |'));
  }
} finally {
  await host.close();
}
process.exitCode = missed > 0 ? 1 : 0;
