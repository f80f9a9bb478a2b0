import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SelfTestRow } from '../../../host/protocol/lab';
import { formatErrorShare } from '../../kit/format';
import { DataTable } from '../../kit/table/DataTable';
import { columnsOf, type Column } from '../../kit/table/columns';
import styles from './CheckPage.module.css';

const column = columnsOf<SelfTestRow>();

const usedOf = ({ worstError, tolerance }: SelfTestRow): number =>
  worstError === 0 ? 0 : Math.min(1, worstError / tolerance);

/** One line a comparison; the bar is the share of the tolerance that was used up. */
export function CheckTable({ rows }: { rows: readonly SelfTestRow[] }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<SelfTestRow>[] => [
      column('name', t('kernels.label'), { kind: 'code', isRowHeader: true, width: '20%' }),
      column('shape', t('check.shape'), {
        kind: 'text',
        width: '24%',
        format: (shape) => <span title={shape}>{shape}</span>,
      }),
      column('variant', t('common.variant'), { kind: 'code', width: '16%' }),
      column('worstError', t('check.worst'), { format: formatErrorShare }),
      column('tolerance', t('check.tolerance'), { format: formatErrorShare }),
      {
        id: 'used',
        header: t('check.used'),
        className: styles.used,
        value: usedOf,
        cell: (row) => (
          <span className={styles.usedTrack}>
            <span className={styles.usedFill} style={{ transform: `scaleX(${usedOf(row)})` }} />
          </span>
        ),
      },
      column('passed', t('check.result'), {
        kind: 'text',
        className: styles.result,
        value: ({ passed }) => (passed ? 1 : 0),
        cell: ({ passed, failure }) => (
          <>
            {passed ? t('check.passed') : t('check.notPassed')}
            {failure && <small>{failure}</small>}
          </>
        ),
      }),
    ],
    [t],
  );
  return (
    <DataTable
      caption={t('check.caption')}
      testId="check-table"
      rows={rows}
      keyOf={(_row, index) => String(index)}
      lookOf={({ passed }) => ({ isFailed: !passed })}
      columns={columns}
    />
  );
}
