import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { againstOf } from '../../../host/studies/compare/metrics';
import { runsSameCode } from '../../../host/studies/compare/figures';
import type { VariantRow } from '../../../host/protocol/compare';
import { InlineSelect } from '../../kit/Field';
import { Help, Section } from '../../kit/Section';
import { LossMark } from '../../kit/meters/LossMark';
import { Segments } from '../../kit/Segments';
import { useErrorWords } from '../../kit/useErrorWords';
import { DataTable } from '../../kit/table/DataTable';
import type { Column } from '../../kit/table/columns';
import styles from './compare.module.css';
import {
  differenceOf,
  errorOf,
  foundIn,
  lossScaleOfRows,
  valueOf,
  wordsOf,
  type ShownId,
} from './metrics';
import { Beside, KeepVariantButton, Label } from './variantCells';
import { useVariantName } from '../study/useVariantName';

const GROUPS = {
  quality: [
    'accuracy',
    'macroF1',
    'exactMatch',
    'rougeL',
    'answerF1',
    'exact',
    'loss',
    'perplexity',
    'bitsPerByte',
    'kl',
    'klP99',
    'klMax',
    'sameTop',
    'deltaP',
  ],
  speed: [
    'decode',
    'shallow',
    'prefill',
    'firstToken',
    'p50',
    'p90',
    'p99',
    'single',
    'batch',
    'exampleTime',
    'load',
    'gpuStep',
    'roofline',
  ],
  cost: [
    'disk',
    'weights',
    'layers',
    'memory',
    'flops',
    'traffic',
    'energy',
    'exampleFlops',
    'exampleTraffic',
    'exampleEnergy',
  ],
} satisfies Record<string, ShownId[]>;
type Group = keyof typeof GROUPS;
const GROUP_IDS = Object.keys(GROUPS) as Group[];

/** All figures, each beside the baseline's. `choices`: among which each prediction chooses, where that is known. */
export function CompareTable(props: { rows: readonly VariantRow[]; choices: number | undefined }) {
  const { rows, choices } = props;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const errorWords = useErrorWords();
  const [group, setGroup] = useState<Group>('quality');
  const [baselineId, setBaselineId] = useState<string | null>(null);
  const baseline = rows.find(({ id }) => id === baselineId) ?? rows[0];
  if (!baseline) return null;
  const metrics = foundIn<ShownId>(GROUPS[group], rows);
  const scale = choices === undefined ? null : lossScaleOfRows(rows, choices);
  const variant: Column<VariantRow> = {
    id: 'variant',
    header: t('common.variant'),
    kind: 'text',
    isRowHeader: true,
    value: nameOf,
    cell: (row) => <Named row={row} />,
  };
  const metric = (id: ShownId): Column<VariantRow> => ({
    id,
    header: t(`compare.metric.${id}`),
    value: (row) => valueOf(id, row),
    facts: (row) => ({
      'data-metric': id,
      'data-value': valueOf(id, row) ?? undefined,
      'data-error': errorOf(id, row),
    }),
    cell: (row) => (
      <>
        {id === 'loss' && scale && row.quality && (
          <LossMark loss={row.quality.loss} scale={scale} />
        )}{' '}
        {wordsOf(id, row)}
        <Beside difference={differenceOf(id, row, baseline)} />
      </>
    ),
  });
  const verdict: Column<VariantRow> = {
    id: 'verdict',
    header: t('compare.metric.verdict'),
    value: (row) => againstOf(row)?.ratio,
    cell: (row) => <Verdict row={row} isSame={runsSameCode(row, rows[0] ?? row)} />,
  };
  return (
    <Section id="compare-table" title={t('common.results')}>
      <div className={styles.axes}>
        <Segments
          label={t('common.show')}
          value={group}
          onChange={setGroup}
          segments={GROUP_IDS.map((id) => ({ id, label: t(`compare.table.${id}`) }))}
        />
        <InlineSelect
          label={t('compare.table.baseline')}
          value={baseline.id}
          options={rows.map((row) => ({ value: row.id, name: nameOf(row) }))}
          onChange={setBaselineId}
        />
      </div>
      <DataTable
        caption={t('compare.table.caption')}
        className={styles.table}
        testId="compare-table"
        rows={rows}
        keyOf={({ id }) => id}
        lookOf={() => ({ testId: 'compare-row' })}
        insteadOf={({ error }) =>
          error && t('compare.table.failed', { message: errorWords(error) })
        }
        columns={[variant, ...metrics.map(metric), ...(group === 'speed' ? [verdict] : [])]}
      />
      {rows.some((row) => row.hasReadText) && <Help>{t('study.text.seen')}</Help>}
      {rows.some(({ quality, bytes }) => quality === null && bytes !== null) && (
        <Help>{t('compare.table.otherTokens')}</Help>
      )}
      {rows.some(({ quality, task }) => quality === null && task) && (
        <Help>{t('compare.table.otherClasses')}</Help>
      )}
    </Section>
  );
}

function Named({ row }: { row: VariantRow }) {
  return (
    <>
      {useVariantName()(row)}
      {row.hasReadText && ' †'}
      <span className={styles.about}>
        <Label row={row} />
        <KeepVariantButton row={row} />
      </span>
    </>
  );
}

/** Beside FP32 in the same rounds, whatever the baseline. */
function Verdict({ row, isSame }: { row: VariantRow; isSame: boolean }) {
  const { t } = useTranslation();
  const against = againstOf(row);
  if (!against) return '–';
  if (isSame) return t('compare.verdict.sameCode');
  const { verdict, ratio, low, high } = against;
  return (
    <>
      {t(`compare.verdict.${verdict}`)}
      <small>
        {ratio.toFixed(2)}× [{low.toFixed(2)}, {high.toFixed(2)}]
      </small>
    </>
  );
}
