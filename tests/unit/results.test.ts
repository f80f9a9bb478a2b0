// The verdict on a trial, and the table that keeps the rows of those that did not run again.
import { expect, test } from 'vitest';
import { outcomeOf, readRows, rowOf, withRows } from '../../scripts/results/table';
import { unigramNats } from '../../scripts/results/unigram';
import { TRIALS, type Trial } from '../../src/experiments/trials';
import type { EvalPoint } from '../../src/host/protocol/run';
import { runConfigSchema } from '../../src/training/run/config';

const trial = (mark: Trial['mark'], id = 'one'): Trial => ({ ...TRIALS[0]!, id, mark });
const at = (validationLoss: number, more: Partial<EvalPoint> = {}): EvalPoint => ({
  step: 100,
  validationLoss,
  standardError: 0.01,
  ...more,
});

function rowFor(one: Trial, evals: readonly EvalPoint[], floor: number | null, rows = new Map()) {
  const run = { evals, floor, elapsedMs: 1 };
  return rowOf(one, outcomeOf(one, run, floor === null ? null : 3), rows, 'here');
}
const cells = (row: string): string[] => row.split('|').map((cell) => cell.trim());
const verdict = (row: string): string => cells(row).at(-3)!;

test('a loss is evaluated by how far it came from counting alone to the floor', () => {
  const half = trial({ kind: 'way', least: 0.5 });
  expect(verdict(rowFor(half, [at(2)], 1))).toBe('yes');
  expect(verdict(rowFor(half, [at(1.9), at(2.1)], 1))).toBe('no');
  // Held-out text cannot lie below the floor, but for chance.
  expect(verdict(rowFor(half, [at(0.97)], 1))).toBe('yes');
  expect(verdict(rowFor(half, [at(0.95)], 1))).toBe('no');
});

test('answers are evaluated by their share, and a row says when it was reached', () => {
  const evals = [
    at(1, { accuracy: 0.5, parts: { train: { loss: 0, standardError: 0, accuracy: 1 } } }),
    at(1, { step: 200, accuracy: 0.99 }),
  ];
  const row = rowFor(trial({ kind: 'accuracy', least: 0.95 }), evals, null);
  expect(verdict(row)).toBe('yes');
  expect(row).toContain('50.0 % → 99.0 % (training at 100, held out at 200)');
});

test('a run is held against the lowest loss of its control', () => {
  const control = trial({ kind: 'way', least: 0 }, 'control');
  const rows = new Map([['control', rowFor(control, [at(1.2), at(1.5)], 1)]]);
  const other = trial({ kind: 'beats', control: 'control' }, 'other');
  expect(verdict(rowFor(other, [at(1.19), at(1.4)], 1, rows))).toBe('yes');
  expect(verdict(rowFor(other, [at(1.21)], 1, rows))).toBe('no');
});

test('rows stay where they are; those of trials that are gone go', () => {
  const trials = [trial({ kind: 'way', least: 0 }, 'a'), trial({ kind: 'way', least: 0 }, 'b')];
  const rows = new Map(trials.map((one) => [one.id, rowFor(one, [at(2)], 1)]));
  const text = withRows('Before\n', rows, trials);
  expect(readRows(text, trials)).toEqual(rows);
  const changed = rows.get('a')!.replace('yes', 'no');
  const next = withRows(`${text}After`, new Map([['a', changed]]), trials.slice(0, 1));
  expect([...readRows(next, trials)]).toEqual([['a', changed]]);
  expect(next).toMatch(/^Before\n[^]*After$/);
});

test('every trial is a valid run, and controls come before what is held against them', () => {
  const seen = new Set<string>();
  for (const { id, config, mark } of TRIALS) {
    expect(runConfigSchema.safeParse(config).success, id).toBe(true);
    expect(seen.has(id)).toBe(false);
    if (mark.kind === 'beats') expect(seen.has(mark.control)).toBe(true);
    seen.add(id);
  }
});

test('what counting alone reaches: of the text, and of the positions that are asked for', async () => {
  const entropyOf = (id: string): Promise<number | null> => {
    const { config, objective: part } = TRIALS.find((one) => one.id === id)!;
    return unigramNats(runConfigSchema.parse(config), part);
  };
  const letters = (await entropyOf('domain-alone'))!;
  expect(letters).toBeGreaterThan(2.5);
  expect(letters).toBeLessThan(Math.log(50));
  // Masked letters are drawn from the same text.
  expect(Math.abs((await entropyOf('bert-mlm'))! - letters)).toBeLessThan(0.2);
  expect(await entropyOf('task-copy')).toBeNull();
});
