import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import { DataTable } from '../../kit/table/DataTable';
import type { Column } from '../../kit/table/columns';
import { formatCompact } from '../../kit/format';
import { Section } from '../../kit/Section';
import styles from './compare.module.css';
import { useVariantName } from '../study/useVariantName';

/** Tokens a second of several texts together, and how many times those of one. */
export function BatchTable({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const timed = rows.filter(({ batches }) => batches.length > 0);
  const counts = [...new Set(timed.flatMap(({ batches }) => batches.map(({ texts }) => texts)))];
  if (timed.length === 0) return null;
  return (
    <Section
      id="compare-batches"
      title={t('compare.batches.title')}
      help={t('compare.batches.help')}
    >
      <DataTable
        caption={t('compare.batches.title')}
        className={styles.table}
        testId="compare-batches"
        rows={timed}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'variant',
            header: t('common.variant'),
            kind: 'text',
            isRowHeader: true,
            value: nameOf,
          },
          ...counts.map((count): Column<VariantRow> => ({
            id: String(count),
            header: t('compare.batches.texts', { count }),
            value: (row) => rateOf(row, count)?.median,
            cell: (row) => <Rate row={row} count={count} />,
          })),
        ]}
      />
    </Section>
  );
}

const rateOf = ({ batches }: VariantRow, count: number) =>
  batches.find(({ texts }) => texts === count)?.decode;

function Rate({ row, count }: { row: VariantRow; count: number }) {
  const own = rateOf(row, count);
  const alone = rateOf(row, 1);
  if (!own) return '–';
  const gain = alone && count > 1 ? `${(own.median / alone.median).toFixed(2)}×` : '\u00a0';
  return (
    <>
      {formatCompact(own.median)} ± {formatCompact(own.std)}
      <small>{gain}</small>
    </>
  );
}
