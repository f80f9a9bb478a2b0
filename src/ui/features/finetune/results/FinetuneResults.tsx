import { useTranslation } from 'react-i18next';
import { FEW_HELD_OUT } from '../../../../training/data/examples/examples';
import type { Metric } from '../../../../training/evaluate/benchmarkMetrics';
import type { FinetuneResult } from '../../../../host/protocol/finetune';
import { ChartFrame } from '../../../charts/ChartFrame';
import { BarsChart } from '../../../charts/charts';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { Help, Section } from '../../../kit/Section';
import { useErrorWords } from '../../../kit/useErrorWords';
import { formatCompact, formatDuration, formatPercent } from '../../../kit/format';
import { useBenchStore } from '../../../stores/context';
import {
  learnedSets,
  learnedText,
  resultRows,
  type MeanAndSpread,
  type ResultRow,
} from '../../../../host/studies/finetune/figures';
import { isOwn, setOf, type FinetunedMethod } from '../../../../host/studies/finetune/request';

/** Every way of fine-tuning over its seeds, with what it is held against. */
export function FinetuneResults() {
  const { t } = useTranslation();
  const result = useBenchStore('finetune', ({ update }) => update?.result);
  const hasCeiling = useBenchStore(
    'finetune',
    ({ choices }) => !isOwn(choices) && setOf(choices).labels.length > 0,
  );
  const nameOf = useRowName();
  if (!result || result.runs.length === 0 || learnedText(result) || learnedSets(result))
    return null;
  const rows = resultRows(result, hasCeiling);
  const few = fewHeldOut(result);
  // A regression has no accuracy: its bars are those of the benchmark's first measure.
  const [measure] = result.metrics;
  const isScore = rows.every(({ right }) => right === null) && measure !== undefined;
  const barOf = ({ right, scores }: ResultRow) => (isScore ? scores[measure] : right) ?? NO_BAR;
  const name = isScore ? t(`cards.metric.${measure}`) : t('chart.accuracy');
  return (
    <Section id="finetune-results" title={t('common.results')} help={t('finetune.results.help')}>
      {few !== null ? (
        <div role="status">
          <Help testId="finetune-few">
            {t('finetune.results.fewHelp', { n: few, least: FEW_HELD_OUT })}
          </Help>
        </div>
      ) : (
        <ChartFrame label={t('common.results')} height={36 * rows.length + 40}>
          <BarsChart
            label={t('common.results')}
            rows={rows.map((row) => ({
              id: row.id,
              name: nameOf(row.id),
              values: { right: barOf(row).mean },
              errors: { right: barOf(row).spread },
              color: colorOf(row.id),
            }))}
            series={[{ id: 'right', name, color: 'var(--signal)' }]}
            format={isScore ? (value) => value.toFixed(3) : formatPercent}
            end={1}
          />
        </ChartFrame>
      )}
      <ResultTable rows={rows} few={few} metrics={result.metrics} />
      <Prompted result={result} />
    </Section>
  );
}

const NO_BAR: MeanAndSpread = { mean: 0, spread: 0 };

const OTHERS = {
  in_context: 'finetune.results.inContext',
  words: 'finetune.results.bagOfWords',
  ceiling: 'finetune.results.upperBound',
} as const;

function useRowName() {
  const { t } = useTranslation();
  return (id: string): string =>
    id in OTHERS
      ? t(OTHERS[id as keyof typeof OTHERS])
      : t(`finetune.method.${id as FinetunedMethod}`);
}

/** What stood in the prompt, or why nothing did. */
function Prompted({ result: { inContext, noInContext } }: { result: FinetuneResult }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const [first] = inContext;
  if (noInContext) return <Help>{words(noInContext)}</Help>;
  if (!first) return null;
  const { offered } = first;
  const shown = Math.min(...inContext.map((one) => one.shown));
  const sentence = shown > 0 ? 'inContextHelp' : 'inContextNone';
  return (
    <Help testId="finetune-prompted">{t(`finetune.results.${sentence}`, { shown, offered })}</Help>
  );
}

/** Held-out examples, where they are too few for a percentage. */
const fewHeldOut = ({ heldOut }: FinetuneResult): number | null =>
  heldOut !== null && heldOut < FEW_HELD_OUT ? heldOut : null;

/** Whole numbers of one seed, means of several. */
const countOf = (right: number): string => right.toFixed(1).replace(/\.0$/, '');

const withSpread = ({ mean, spread }: MeanAndSpread, seeds: number): string =>
  seeds > 1
    ? `${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)}%`
    : `${(100 * mean).toFixed(1)}%`;

const scoreWords = (score: MeanAndSpread | undefined, seeds: number): string => {
  if (!score) return '–';
  const mean = score.mean.toFixed(3);
  return seeds > 1 ? `${mean} ± ${score.spread.toFixed(3)}` : mean;
};

/** Those that fine-tuning is held against are told apart from it. */
const colorOf = (id: string): string =>
  id in OTHERS ? 'var(--floor)' : id === 'scratch' ? 'var(--held)' : 'var(--signal)';

const ANSWER_FIGURES = ['exactMatch', 'rougeL', 'tokenF1'] as const;
/** Too few examples allow no percentage. */
const shareOf = (value: number, few: number | null): string =>
  few === null ? formatPercent(value) : '–';

const column = columnsOf<ResultRow>();

function ResultTable(props: {
  rows: readonly ResultRow[];
  few: number | null;
  metrics: readonly Metric[];
}) {
  const { rows, few, metrics } = props;
  const { t } = useTranslation();
  const nameOf = useRowName();
  const isKnown = (id: keyof ResultRow): boolean => rows.some((row) => row[id] !== null);
  return (
    <DataTable
      caption={t('finetune.results.caption')}
      testId="finetune-results-table"
      rows={rows}
      keyOf={({ id }) => id}
      lookOf={({ id }) => ({ testId: id in OTHERS ? `finetune-${id}` : 'finetune-result' })}
      columns={[
        column('id', t('finetune.field.method'), {
          kind: 'text',
          isRowHeader: true,
          value: ({ id }) => nameOf(id),
          format: nameOf,
        }),
        // What the benchmark is reported in comes first; the accuracy has a column of its own.
        ...metrics
          .filter((metric) => metric !== 'accuracy')
          .map((metric) =>
            column('scores', t(`cards.metric.${metric}`), {
              id: metric,
              value: ({ scores }) => scores[metric]?.mean,
              cell: ({ scores, seeds }) => scoreWords(scores[metric], seeds),
            }),
          ),
        ...(isKnown('right')
          ? [
              column('right', t('chart.accuracy'), {
                value: ({ right }) => right?.mean,
                cell: ({ right, seeds }) => {
                  if (!right) return '–';
                  if (few === null) return withSpread(right, seeds);
                  const count = countOf(right.mean * few);
                  return t('finetune.results.few', { right: count, all: few });
                },
              }),
            ]
          : []),
        ...(isKnown('macroF1')
          ? [
              column('macroF1', t('finetune.live.f1'), {
                format: (f1) => (few === null ? f1.toFixed(3) : '–'),
              }),
            ]
          : []),
        ...ANSWER_FIGURES.filter(isKnown).map((id) =>
          column(id, t(`finetune.live.${id}`), { format: (value: number) => shareOf(value, few) }),
        ),
        column('trained', t('finetune.results.trained'), { format: formatCompact }),
        column('forgotten', t('finetune.results.forgetting'), {
          title: t('finetune.results.forgettingHelp'),
          format: (rise) => rise.toFixed(3),
        }),
        column('seeds', t('finetune.results.seeds'), { format: (seeds) => seeds || '–' }),
        column('elapsedMs', t('finetune.results.time'), { format: formatDuration }),
      ]}
    />
  );
}
