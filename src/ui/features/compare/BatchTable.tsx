import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import { DataTable } from '../../kit/DataTable';
import { formatCompact } from '../../kit/format';
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
    <section className={styles.section} aria-labelledby="compare-batches">
      <h2 id="compare-batches">{t('compare.batches.title')}</h2>
      <p className={styles.help}>{t('compare.batches.help')}</p>
      <DataTable
        caption={t('compare.batches.title')}
        className={styles.table}
        testId="compare-batches"
      >
        <thead>
          <tr>
            <th scope="col">{t('compare.table.variant')}</th>
            {counts.map((count) => (
              <th key={count} scope="col">
                {t('compare.batches.texts', { count })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {timed.map((row) => (
            <tr key={row.id}>
              <th scope="row">{nameOf(row)}</th>
              {counts.map((count) => (
                <Cell key={count} row={row} count={count} />
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}

function Cell({ row: { batches }, count }: { row: VariantRow; count: number }) {
  const own = batches.find(({ texts }) => texts === count)?.decode;
  const alone = batches.find(({ texts }) => texts === 1)?.decode;
  if (!own) return <td>–</td>;
  const gain = alone && count > 1 ? `${(own.median / alone.median).toFixed(2)}×` : '\u00a0';
  return (
    <td>
      {formatCompact(own.median)} ± {formatCompact(own.std)}
      <small>{gain}</small>
    </td>
  );
}
