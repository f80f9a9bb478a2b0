import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SelfTestRow } from '../../../host/protocol/lab';
import { formatErrorShare } from '../../kit/format';
import { DataTable } from '../../kit/DataTable';
import type { Column } from '../../kit/columns';
import styles from './CheckPage.module.css';

const usedOf = ({ worstError, tolerance }: SelfTestRow): number =>
  worstError === 0 ? 0 : Math.min(1, worstError / tolerance);

/** One line a comparison; the bar is the share of the tolerance that was used up. */
export function CheckTable({ rows }: { rows: readonly SelfTestRow[] }) {
  const { t } = useTranslation();
  const columns = useMemo(
    (): Column<SelfTestRow>[] => [
      {
        id: 'name',
        header: t('kernels.label'),
        kind: 'code',
        isRowHeader: true,
        width: '20%',
        value: ({ name }) => name,
        cell: ({ name }) => name,
      },
      {
        id: 'shape',
        header: t('check.shape'),
        kind: 'text',
        width: '24%',
        value: ({ shape }) => shape,
        cell: ({ shape }) => <span title={shape}>{shape}</span>,
      },
      {
        id: 'variant',
        header: t('common.variant'),
        kind: 'code',
        width: '16%',
        value: ({ variant }) => variant,
        cell: ({ variant }) => variant,
      },
      {
        id: 'worst',
        header: t('check.worst'),
        value: ({ worstError }) => worstError,
        cell: ({ worstError }) => formatErrorShare(worstError),
      },
      {
        id: 'tolerance',
        header: t('check.tolerance'),
        value: ({ tolerance }) => tolerance,
        cell: ({ tolerance }) => formatErrorShare(tolerance),
      },
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
      {
        id: 'result',
        header: t('check.result'),
        kind: 'text',
        className: styles.result,
        value: ({ passed }) => (passed ? 1 : 0),
        cell: ({ passed, failure }) => (
          <>
            {passed ? t('check.passed') : t('check.notPassed')}
            {failure && <small>{failure}</small>}
          </>
        ),
      },
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
