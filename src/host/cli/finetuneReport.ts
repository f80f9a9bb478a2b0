// The result of a fine-tuning study as a Markdown table.
import { meanAndSpread } from '../studies/finetune/figures';
import type { FinetuneResult } from '../protocol/finetune';
import { markdownTable } from './table';

function percent(values: readonly number[]): string {
  const { mean, spread } = meanAndSpread(values);
  return `${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)}`;
}

const HEAD = [
  'Method',
  'Accuracy, %',
  'Macro F1, %',
  'Trainable parameters',
  'Share of all',
  'Forgetting, nats',
];

/** A row for each method over its seeds; then few-shot prompting and the bag-of-words baseline. */
export function finetuneReport({ baseline, inContext, runs }: FinetuneResult): string {
  const arms = [...new Set(runs.map(({ arm }) => arm))];
  const rows = arms.map((arm) =>
    armRow(
      arm,
      runs.filter((run) => run.arm === arm),
    ),
  );
  const words = percent(baseline.map(({ accuracy }) => accuracy));
  return markdownTable(HEAD, [
    ...rows,
    ...promptedRows(inContext),
    ['bag-of-words baseline', words, '–', '–', '–', '–'],
  ]);
}

function armRow(arm: string, runs: FinetuneResult['runs']): string[] {
  const { trained, frozen } = runs[0]!;
  const forgot = runs.flatMap(({ forgetting }) =>
    forgetting ? [forgetting.after - forgetting.before] : [],
  );
  return [
    arm,
    percent(runs.map(({ accuracy }) => accuracy ?? 0)),
    percent(runs.map(({ macroF1 }) => macroF1 ?? 0)),
    String(trained),
    `${((100 * trained) / Math.max(trained, frozen)).toFixed(1)} %`,
    meanAndSpread(forgot).mean.toFixed(3),
  ];
}

function promptedRows(inContext: FinetuneResult['inContext']): string[][] {
  const [first] = inContext;
  if (!first) return [];
  const shown = inContext.map((one) => one.shown).join(', ');
  return [
    [
      `${shown} of ${first.offered} examples in the prompt`,
      percent(inContext.map(({ accuracy }) => accuracy)),
      percent(inContext.map(({ macroF1 }) => macroF1 ?? 0)),
      '0',
      '0.0 %',
      '–',
    ],
  ];
}
