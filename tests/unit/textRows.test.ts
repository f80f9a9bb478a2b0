// The list of texts as people edit it is the config that a lesson writes down, key by key.
import { expect, test } from 'vitest';
import { DOMAIN_LESSONS } from '../../src/experiments/domain';
import { TRIALS } from '../../src/experiments/trials';
import { runConfigSchema, type RunConfig } from '../../src/training/run/config';
import { textRows, withTextRows, type TextRow } from '../../src/training/run/texts/textRows';

const [ALONE, GENERAL_FIRST, BOTH] = DOMAIN_LESSONS.map(({ config }) =>
  runConfigSchema.parse(config),
) as [RunConfig, RunConfig, RunConfig];
const letters = { corpus: 'letters', size_chars: 2000, share: 1, from_step: 0, objective: null };
const stories = { ...letters, corpus: 'story', size_chars: 300_000 };
const everyStep = { objective: 'causal_lm' } as const;

const PROGRESSIVE: TextRow[] = [stories, { ...letters, from_step: 0.5 }];
const MULTITASK: TextRow[] = [
  { ...letters, ...everyStep },
  { ...stories, ...everyStep },
];

test.each([
  ['letters alone', ALONE, [letters]],
  ['stories, then letters', GENERAL_FIRST, PROGRESSIVE],
  ['both at once', BOTH, MULTITASK],
])('%s', (_name, lesson, rows) => {
  expect(textRows(lesson)).toEqual(rows);
  // From another lesson's settings to this one's.
  for (const from of [ALONE, GENERAL_FIRST, BOTH]) {
    const { data, objectives } = withTextRows(from, rows);
    expect(JSON.stringify({ data, objectives }, sorted)).toBe(
      JSON.stringify({ data: lesson.data, objectives: lesson.objectives }, sorted),
    );
  }
});

/** With the keys of objects in one order. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
    : value;

test('the trials of the same runs are lists too', () => {
  for (const [id, rows] of [
    ['domain-progressive', PROGRESSIVE],
    ['domain-multitask', MULTITASK],
  ] as const) {
    const trial = runConfigSchema.parse(TRIALS.find((one) => one.id === id)!.config);
    expect(textRows(trial)).toEqual(rows);
    expect(withTextRows(trial, rows)).toEqual(trial);
  }
});

test('rows of any kind come back as they were, and keep what their objectives were set to', () => {
  const rows: TextRow[] = [
    { ...stories, share: 3 },
    { ...letters, share: 0.5 },
    { ...letters, from_step: 200 },
    { corpus: 'code', share: 1, from_step: 0, ...everyStep },
  ];
  const mixed = withTextRows(ALONE, rows);
  expect(textRows(mixed)).toEqual(rows);
  expect(mixed.objectives).toEqual([{ kind: 'causal_lm' }, { kind: 'causal_lm', corpus: 'code' }]);
  expect(runConfigSchema.parse(mixed)).toEqual(mixed);
  expect(withTextRows(mixed, [letters])).toEqual(ALONE);
  const weighted = {
    ...BOTH,
    objectives: BOTH.objectives!.map((one, index) => ({ ...one, weight: index + 2 })),
  };
  const again = withTextRows(weighted, MULTITASK.toReversed());
  expect(again.objectives!.map(({ corpus, weight }) => [corpus, weight])).toEqual([
    ['story', 3],
    ['letters', 2],
  ]);
});
