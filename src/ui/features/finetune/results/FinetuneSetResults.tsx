import { useTranslation } from 'react-i18next';
import {
  learnedSets,
  setFigures,
  setRows,
  type MeanAndSpread,
  type SetRow,
} from '../../../../host/studies/finetune/figures';
import type { FinetunedMethod } from '../../../../host/studies/finetune/request';
import type { EvalPoint } from '../../../../host/protocol/run';
import type { SetFigures } from '../../../../host/protocol/finetune';
import { formatLoss, formatPercent } from '../../../kit/format';
import { Section } from '../../../kit/Section';
import { columnsOf } from '../../../kit/table/columns';
import { DataTable } from '../../../kit/table/DataTable';
import { useBenchStore } from '../../../stores/context';
import { useSetName } from '../useSetName';

const column = columnsOf<SetRow>();

const f1Words = (f1: number): string => f1.toFixed(3);

const spreadOf = (
  { mean, spread }: MeanAndSpread,
  seeds: number,
  format: (value: number) => string,
): string => (seeds > 1 ? `${format(mean)} ± ${format(spread)}` : format(mean));

/** Several sets that were learned at once: each by itself, for every way of fine-tuning. */
export function FinetuneSetResults() {
  const { t } = useTranslation();
  const nameOf = useSetName();
  const result = useBenchStore('finetune', ({ update }) => update?.result);
  if (!result || !learnedSets(result)) return null;
  const rows = setRows(result);
  const isKnown = (id: keyof SetRow): boolean => rows.some((row) => row[id] !== null);
  const methodName = (id: string): string => t(`finetune.method.${id as FinetunedMethod}`);
  const shares = [
    ['exactMatch', t('finetune.live.exactMatch')],
    ['rougeL', t('finetune.live.rougeL')],
    ['words', t('finetune.results.bagOfWords')],
  ] as const;
  return (
    <Section
      id="finetune-set-results"
      title={t('common.results')}
      help={t('finetune.sets.results')}
    >
      <DataTable
        caption={t('finetune.sets.caption')}
        testId="finetune-sets-table"
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          column('arm', t('finetune.field.method'), { kind: 'text', format: methodName }),
          column('set', t('finetune.field.set'), {
            kind: 'text',
            isRowHeader: true,
            format: nameOf,
          }),
          column('examples', t('finetune.sets.heldOut')),
          column('before', t('finetune.textResults.before'), { format: formatLoss }),
          column('after', t('finetune.textResults.after'), {
            value: ({ after }) => after.mean,
            cell: ({ after, seeds }) => spreadOf(after, seeds, formatLoss),
          }),
          column('right', t('chart.accuracy'), {
            value: ({ right }) => right?.mean,
            cell: ({ right, seeds }) => (right ? spreadOf(right, seeds, formatPercent) : '–'),
          }),
          ...(isKnown('macroF1')
            ? [column('macroF1', t('finetune.live.f1'), { format: f1Words })]
            : []),
          ...shares
            .filter(([id]) => isKnown(id))
            .map(([id, name]) => column(id, name, { format: formatPercent })),
        ]}
      />
    </Section>
  );
}

const liveColumn = columnsOf<SetFigures>();

/** Of the run at hand, in its newest evaluation. */
export function LiveSets({ evals }: { evals: readonly EvalPoint[] }) {
  const { t } = useTranslation();
  const nameOf = useSetName();
  const rows = setFigures(evals);
  if (!rows) return null;
  return (
    <DataTable
      caption={t('finetune.sets.live')}
      testId="finetune-live-sets"
      rows={rows}
      keyOf={({ set }) => set}
      columns={[
        liveColumn('set', t('finetune.field.set'), {
          kind: 'text',
          isRowHeader: true,
          format: nameOf,
        }),
        liveColumn('lossBefore', t('finetune.textResults.before'), { format: formatLoss }),
        liveColumn('loss', t('run.heldOut'), { format: formatLoss }),
        liveColumn('accuracy', t('chart.accuracy'), { format: formatPercent }),
        liveColumn('macroF1', t('finetune.live.f1'), { format: f1Words }),
      ]}
    />
  );
}
