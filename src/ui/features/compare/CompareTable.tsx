import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runsSameCode } from '../../../host/studies/compare/figures';
import type { VariantRow } from '../../../host/protocol/compare';
import { Segments } from '../../kit/Segments';
import { useErrorWords } from '../../kit/useErrorWords';
import { DataTable } from '../../kit/DataTable';
import styles from './compare.module.css';
import { Beside } from './pipeline/Beside';
import { differenceOf, errorOf, valueOf, wordsOf, type ShownId } from './metrics';
import { Label } from './ParetoPlot';
import { KeepVariantButton } from './KeepVariantButton';
import { useVariantName } from '../study/useVariantName';

const GROUPS = {
  quality: ['loss', 'perplexity', 'bitsPerByte', 'kl', 'klP99', 'klMax', 'sameTop', 'deltaP'],
  speed: [
    'decode',
    'shallow',
    'prefill',
    'firstToken',
    'p50',
    'p90',
    'p99',
    'load',
    'gpuStep',
    'roofline',
  ],
  cost: ['disk', 'weights', 'layers', 'gpu', 'flops', 'traffic', 'energy'],
} satisfies Record<string, ShownId[]>;
type Group = keyof typeof GROUPS;

interface Order {
  readonly by: ShownId;
  readonly isRising: boolean;
}

/** All figures, each beside the baseline's. */
export function CompareTable({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const [group, setGroup] = useState<Group>('quality');
  const [baselineId, setBaselineId] = useState<string | null>(null);
  const [order, setOrder] = useState<Order | null>(null);
  const baseline = rows.find(({ id }) => id === baselineId) ?? rows[0];
  if (!baseline) return null;
  const metrics: ShownId[] = GROUPS[group].filter((id) =>
    rows.some((row) => valueOf(id, row) !== null),
  );
  const segment = (id: Group) => ({
    id,
    label: t(`compare.table.${id}`),
    content: t(`compare.table.${id}`),
  });
  return (
    <section className={styles.section} aria-labelledby="compare-table">
      <h2 id="compare-table">{t('compare.table.title')}</h2>
      <div className={styles.axes}>
        <Segments
          label={t('compare.table.groups')}
          value={group}
          onChange={setGroup}
          segments={[segment('quality'), segment('speed'), segment('cost')]}
        />
        <label>
          {t('compare.table.baseline')}
          <select value={baseline.id} onChange={(event) => setBaselineId(event.target.value)}>
            {rows.map((row) => (
              <option key={row.id} value={row.id}>
                {nameOf(row)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <DataTable
        caption={t('compare.table.caption')}
        className={styles.table}
        testId="compare-table"
      >
        <thead>
          <tr>
            <th scope="col">{t('compare.table.variant')}</th>
            {metrics.map((id) => (
              <Head key={id} id={id} order={order} onOrder={setOrder} />
            ))}
            {group === 'speed' && <th scope="col">{t('compare.metric.verdict')}</th>}
          </tr>
        </thead>
        <tbody>
          {inOrder(rows, order).map((row) => (
            <Row
              key={row.id}
              row={row}
              reference={rows[0] ?? row}
              {...{ metrics, baseline, group }}
            />
          ))}
        </tbody>
      </DataTable>
      {rows.some(({ quality, bytes }) => quality === null && bytes !== null) && (
        <p className={styles.help}>{t('compare.table.otherTokens')}</p>
      )}
    </section>
  );
}

function inOrder(rows: readonly VariantRow[], order: Order | null): readonly VariantRow[] {
  if (!order) return rows;
  const { by, isRising } = order;
  const rank = (row: VariantRow): number => {
    const value = valueOf(by, row);
    // What has no value stands last, either way.
    return value === null ? Infinity : isRising ? value : -value;
  };
  return rows.toSorted((a, b) => rank(a) - rank(b));
}

function Head(props: { id: ShownId; order: Order | null; onOrder: (order: Order) => void }) {
  const { id, order, onOrder } = props;
  const { t } = useTranslation();
  const name = t(`compare.metric.${id}`);
  const isSorted = order?.by === id;
  const direction = order?.isRising ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'}>
      <button
        type="button"
        title={t('compare.table.sort', { name })}
        onClick={() => onOrder({ by: id, isRising: !(isSorted && order.isRising) })}
      >
        {name}
        <span aria-hidden>{isSorted ? (order.isRising ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

function Row(props: {
  row: VariantRow;
  metrics: readonly ShownId[];
  baseline: VariantRow;
  /** What the verdicts are against. */
  reference: VariantRow;
  group: Group;
}) {
  const { row, metrics, baseline, reference, group } = props;
  const { t } = useTranslation();
  const words = useErrorWords();
  const nameOf = useVariantName();
  return (
    <tr data-testid="compare-row">
      <th scope="row">
        {nameOf(row)}
        <span className={styles.about}>
          <Label row={row} />
          <KeepVariantButton row={row} />
        </span>
      </th>
      {row.error ? (
        <td colSpan={metrics.length} className={styles.failed}>
          {t('compare.table.failed', { message: words(row.error) })}
        </td>
      ) : (
        metrics.map((id) => (
          <td
            key={id}
            data-metric={id}
            data-value={valueOf(id, row) ?? undefined}
            data-error={errorOf(id, row)}
          >
            {wordsOf(id, row)}
            <Beside difference={differenceOf(id, row, baseline)} />
          </td>
        ))
      )}
      {group === 'speed' && <Verdict row={row} isSame={runsSameCode(row, reference)} />}
    </tr>
  );
}

/** Beside FP32 in the same rounds, whatever the baseline. */
function Verdict({ row, isSame }: { row: VariantRow; isSame: boolean }) {
  const { t } = useTranslation();
  const against = row.speed?.against;
  if (!against) return <td>–</td>;
  if (isSame) return <td>{t('compare.verdict.sameCode')}</td>;
  const { verdict, ratio, low, high } = against;
  return (
    <td>
      {t(`compare.verdict.${verdict}`)}
      <small>
        {ratio.toFixed(2)}× [{low.toFixed(2)}, {high.toFixed(2)}]
      </small>
    </td>
  );
}
