// Trains the trials of src/experiments/trials.ts in Node and writes what they reached into
// docs/results.md. `npm run results [-- ID …] [--device NAME]`; rows of other trials stay.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TRIALS, type Trial } from '../src/experiments/trials';
import { openNodeGpu } from '../src/host/drivers';
import { LocalLab } from '../src/host/lab';
import { readAssetInNode } from '../src/host/nodeFiles';
import type { EvalPoint, LabEvent } from '../src/host/protocol';
import { runConfigSchema } from '../src/training/run/config';

const FILE = 'docs/results.md';
const BEGIN = '<!-- trials: begin -->';
const END = '<!-- trials: end -->';
const HEAD = [
  '| Trial | Objectives | Steps | Held-out loss, nats | Lowest | Right | Floor | Mark | Passed | On |',
  '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- |',
];

/** By trial, as they stand in the file. */
type Rows = ReadonlyMap<string, string>;
/** Split at the bars, the first part is empty. */
const LOWEST_COLUMN = 5;

interface Figures {
  readonly loss: number;
  readonly standardError: number;
  readonly accuracy?: number;
}

interface Outcome {
  readonly steps: number;
  readonly last: Figures;
  /** Of all evaluations. */
  readonly lowest: number;
  /** When all training examples were right, and when nearly all held-out ones. */
  readonly reached: string;
  readonly floor: number | null;
}

const figuresOf = ({ validationLoss, parts, ...point }: EvalPoint, part?: string): Figures =>
  part === undefined ? { loss: validationLoss, ...point } : parts![part]!;

/** Steps at which accuracy first was there: what grokking is about. */
function reachedAt(evals: readonly EvalPoint[]): string {
  const train = evals.find(({ parts }) => (parts?.train?.accuracy ?? 0) >= 0.999)?.step;
  const heldOut = evals.find(({ accuracy = 0 }) => accuracy >= 0.99)?.step;
  if (train === undefined && heldOut === undefined) return '';
  return ` (training at ${train ?? '–'}, held out at ${heldOut ?? '–'})`;
}

async function run(lab: LocalLab, trial: Trial): Promise<Outcome> {
  const config = runConfigSchema.parse(trial.config);
  const evals: EvalPoint[] = [];
  let floor: number | null = null;
  let failure = '';
  const listen = ({ type, ...rest }: LabEvent): void => {
    if (type !== 'run' || !('event' in rest) || rest.event.runId !== trial.id) return;
    const { event } = rest;
    if (event.type === 'eval') evals.push(event.point);
    if (event.type === 'ready') floor = event.floor;
    if (event.type === 'state' && event.error) failure = event.error.message;
  };
  await lab.subscribe(listen);
  await lab.start({ runId: trial.id, config, autoSize: false });
  await lab.finished(trial.id);
  await lab.dispose(trial.id);
  if (failure !== '') throw new Error(`${trial.id}: ${failure}`);
  const all = evals.map((point) => figuresOf(point, trial.part));
  return {
    steps: config.training.max_steps,
    last: all.at(-1)!,
    lowest: Math.min(...all.map(({ loss }) => loss)),
    reached: reachedAt(evals),
    floor,
  };
}

function judge({ mark }: Trial, { last, lowest }: Outcome, rows: Rows) {
  switch (mark.kind) {
    case 'loss':
      return { words: `loss ≤ ${mark.most}`, passed: last.loss <= mark.most };
    case 'accuracy':
      return {
        words: `right ≥ ${100 * mark.least} %`,
        passed: (last.accuracy ?? 0) >= mark.least,
      };
    case 'beats': {
      const control = Number(rows.get(mark.control)!.split('|')[LOWEST_COLUMN]);
      return {
        words: `below ${mark.control}’s lowest, ${control.toFixed(3)}`,
        passed: lowest < control,
      };
    }
  }
}

function rowOf(trial: Trial, outcome: Outcome, rows: Rows, device: string): string {
  const { steps, last, lowest, reached, floor } = outcome;
  const { words, passed } = judge(trial, outcome, rows);
  const objectives = trial.config.objectives?.map(({ kind }) => kind) ?? ['causal_lm'];
  // Held-out text that is easier than its source is noise; more than that is a wrong floor.
  const beaten = floor !== null && last.loss + 4 * last.standardError < floor;
  return `| ${[
    trial.id,
    objectives.join(' + '),
    steps,
    `${last.loss.toFixed(3)} ± ${last.standardError.toFixed(3)}`,
    lowest.toFixed(3),
    last.accuracy === undefined ? '–' : `${(100 * last.accuracy).toFixed(1)} %${reached}`,
    floor === null ? '–' : floor.toFixed(3),
    words,
    passed && !beaten ? 'yes' : 'no',
    device,
  ].join(' | ')} |`;
}

function readRows(text: string): Map<string, string> {
  const inside = text.slice(text.indexOf(BEGIN), text.indexOf(END)).split('\n');
  return new Map(
    inside.flatMap((line) => {
      const id = /^\| ([\w-]+) \|/.exec(line)?.[1];
      return id !== undefined && TRIALS.some((trial) => trial.id === id) ? [[id, line]] : [];
    }),
  );
}

function write(rows: Rows): void {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const table = [BEGIN, '', ...HEAD, ...TRIALS.flatMap(({ id }) => rows.get(id) ?? []), '', END];
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END) + END.length;
  const [before, after] = from < 0 ? [`${text}\n`, '\n'] : [text.slice(0, from), text.slice(to)];
  writeFileSync(FILE, `${before}${table.join('\n')}${after}`);
}

/** The trials that were asked for, and controls that have no row yet; controls come first. */
function chosen(ids: readonly string[], rows: Rows): Trial[] {
  const wanted = new Set(ids.length > 0 ? ids : TRIALS.map(({ id }) => id));
  for (const { id, mark } of TRIALS) {
    if (wanted.has(id) && mark.kind === 'beats' && !rows.has(mark.control))
      wanted.add(mark.control);
  }
  return TRIALS.filter(({ id }) => wanted.has(id));
}

const { values, positionals } = parseArgs({
  options: { device: { type: 'string' } },
  allowPositionals: true,
});
const lab = new LocalLab(openNodeGpu(values.device), readAssetInNode);
const state = await lab.open();
if (state.status !== 'ready') throw new Error(`The device is ${state.status}.`);
const { description, architecture } = state.adapter;
const device = (description || architecture).split(':')[0]!;
const rows = readRows(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');
for (const trial of chosen(positionals, rows)) {
  const outcome = await run(lab, trial);
  const row = rowOf(trial, outcome, rows, device);
  rows.set(trial.id, row);
  write(rows);
  console.log(row);
}
process.exit(0);
