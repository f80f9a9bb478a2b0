// The result of a fine-tuning study as a Markdown table.
import {
  learnedSets,
  learnedText,
  resultRows,
  setRows,
  textResultRows,
  type MeanAndSpread,
  type ResultRow,
} from '../../studies/finetune/figures';
import type { Metric } from '../../../training/evaluate/benchmarkMetrics';
import type { FinetuneResult } from '../../protocol/finetune';
import { markdownTable } from '../../studies/markdown';

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  accuracy: 'Accuracy',
  f1: 'F1',
  matthews: 'Matthews correlation',
  pearson: 'Pearson correlation',
  spearman: 'Spearman correlation',
};

/** Accuracy has a column of its own. */
const othersOf = ({ metrics }: FinetuneResult): readonly Metric[] =>
  metrics.filter((metric) => metric !== 'accuracy');

/** A row for each method over its seeds; then few-shot prompting and the bag-of-words baseline. */
export function finetuneReport(result: FinetuneResult): string {
  if (learnedText(result)) return textReport(result);
  if (learnedSets(result)) return setReport(result);
  const metrics = othersOf(result);
  const head = [
    'Method',
    ...metrics.map((metric) => METRIC_NAMES[metric]),
    'Accuracy, %',
    'Macro F1, %',
    'Exact match, %',
    'ROUGE-L, %',
    'Token F1, %',
    'Trainable parameters',
    'Share of all',
    'Forgetting, nats',
  ];
  const rows = resultRows(result, false).map((row) => [
    nameOf(row, result),
    ...metrics.map((metric) => scoreCell(row.scores[metric])),
    ...cellsOf(row),
  ]);
  const table = markdownTable(head, rows);
  const answered = result.runs[0]?.answers?.answered;
  if (answered === undefined) return table;
  return `${table}\nExact match, ROUGE-L and token F1: of ${answered} held-out answers, written greedily.`;
}

function nameOf({ id }: ResultRow, { inContext }: FinetuneResult): string {
  if (id === 'words') return 'bag-of-words baseline';
  if (id !== 'in_context') return id;
  const shown = inContext.map((one) => one.shown).join(', ');
  return `${shown} of ${inContext[0]?.offered} examples in the prompt`;
}

const scoreCell = (score: MeanAndSpread | undefined): string =>
  score ? `${score.mean.toFixed(3)} ± ${score.spread.toFixed(3)}` : '–';

function cellsOf({ right, trained, frozen, forgotten, ...row }: ResultRow): string[] {
  const percent = (value: number): string => (100 * value).toFixed(1);
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  const all = Math.max(trained ?? 0, frozen ?? 0, 1);
  return [
    right ? `${percent(right.mean)} ± ${percent(right.spread)}` : '–',
    share(row.macroF1),
    share(row.exactMatch),
    share(row.rougeL),
    share(row.tokenF1),
    trained === null ? '–' : String(trained),
    trained === null ? '–' : `${percent(trained / all)} %`,
    forgotten?.toFixed(3) ?? '–',
  ];
}

/** Of several sets: a row for each and each method. */
function setReport(result: FinetuneResult): string {
  const share = (value: number | null): string => (value === null ? '–' : (100 * value).toFixed(1));
  const head = [
    'Method',
    'Dataset',
    'Held-out examples',
    'Loss before',
    'Loss after',
    'Accuracy, %',
    'Macro F1, %',
    'Exact match, %',
    'ROUGE-L, %',
    'Bag of words, %',
  ];
  const rows = setRows(result).map(({ before, after, right, ...row }) => [
    row.arm,
    row.set,
    String(row.examples),
    before.toFixed(3),
    row.seeds > 1 ? `${after.mean.toFixed(3)} ± ${after.spread.toFixed(3)}` : after.mean.toFixed(3),
    right ? `${share(right.mean)} ± ${share(right.spread)}` : '–',
    share(row.macroF1),
    share(row.exactMatch),
    share(row.rougeL),
    share(row.words),
  ]);
  return markdownTable(head, rows);
}

/** Of continued pretraining: held-out losses, in nats per token. */
function textReport(result: FinetuneResult): string {
  const loss = (value: number | null): string => value?.toFixed(3) ?? '–';
  const head = [
    'Method',
    'Loss before',
    'Loss after',
    'General text, before',
    'General text, after',
    'Trainable parameters',
  ];
  const rows = textResultRows(result).map((row) => [
    row.id,
    loss(row.before),
    row.seeds > 1 ? `${loss(row.after.mean)} ± ${loss(row.after.spread)}` : loss(row.after.mean),
    loss(row.generalBefore),
    loss(row.generalAfter),
    String(row.trained),
  ]);
  const floor = result.live?.floor ?? null;
  const table = markdownTable(head, rows);
  return floor === null ? table : `${table}\n\nEntropy floor: ${loss(floor)} nats per token.`;
}
