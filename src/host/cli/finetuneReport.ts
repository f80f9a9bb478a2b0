// The result of a fine-tuning study as a Markdown table.
import { resultRows, type ResultRow } from '../studies/finetune/figures';
import type { FinetuneResult } from '../protocol/finetune';
import { markdownTable } from '../studies/markdown';

const HEAD = [
  'Method',
  'Accuracy, %',
  'Macro F1, %',
  'Trainable parameters',
  'Share of all',
  'Forgetting, nats',
];

/** A row for each method over its seeds; then few-shot prompting and the bag-of-words baseline. */
export function finetuneReport(result: FinetuneResult): string {
  return markdownTable(
    HEAD,
    resultRows(result, false).map((row) => [nameOf(row, result), ...cellsOf(row)]),
  );
}

function nameOf({ id }: ResultRow, { inContext }: FinetuneResult): string {
  if (id === 'words') return 'bag-of-words baseline';
  if (id !== 'in_context') return id;
  const shown = inContext.map((one) => one.shown).join(', ');
  return `${shown} of ${inContext[0]?.offered} examples in the prompt`;
}

function cellsOf({ right, macroF1, trained, frozen, forgotten }: ResultRow): string[] {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const all = Math.max(trained ?? 0, frozen ?? 0, 1);
  return [
    `${percent(right.mean)} ± ${percent(right.spread)}`,
    macroF1 === null ? '–' : percent(macroF1),
    trained === null ? '–' : String(trained),
    trained === null ? '–' : `${percent(trained / all)} %`,
    forgotten?.toFixed(3) ?? '–',
  ];
}
