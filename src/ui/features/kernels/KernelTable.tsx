import { useTranslation } from 'react-i18next';
import type { KernelRow } from '../../../host/protocol/run';
import { formatBytes, formatCompact, formatMs, formatPercent, formatRate } from '../../kit/format';
import type { KernelGroup } from './kernelGroups';
import { DataTable } from '../../kit/DataTable';
import styles from './KernelsPage.module.css';

/** Kernels with their work, traffic and share: of the time where it was measured, else of the work. */
export function KernelTable(props: {
  rows: readonly KernelGroup[];
  /** The whole step, for shares. */
  of: readonly KernelRow[];
  isGrouped: boolean;
}) {
  const { rows, of, isGrouped } = props;
  const { t } = useTranslation();
  const isTimed = of.every(({ elapsedMs }) => elapsedMs !== null);
  const weigh = (row: KernelRow) => (isTimed ? (row.elapsedMs ?? 0) : row.flops);
  const total = of.reduce((sum, row) => sum + weigh(row), 0) || 1;
  const largest = Math.max(...rows.map(weigh)) || 1;
  return (
    <DataTable caption={t('kernels.caption')}>
      <thead>
        <tr>
          <th scope="col">{isGrouped ? t('kernels.calls') : t('kernels.index')}</th>
          <th scope="col" data-kind="text">
            {isGrouped ? t('kernels.shader') : t('kernels.label')}
          </th>
          {!isGrouped && <th scope="col">{t('kernels.grid')}</th>}
          <th scope="col">{t('kernels.flops')}</th>
          <th scope="col">{t('kernels.bytes')}</th>
          <th scope="col">{t('kernels.intensity')}</th>
          {isTimed && <th scope="col">{t('kernels.time')}</th>}
          {isTimed && <th scope="col">GFLOP/s</th>}
          {isTimed && <th scope="col">GB/s</th>}
          <th scope="col" className={styles.share}>
            {isTimed ? t('kernels.shareTime') : t('kernels.share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>
            <td className={styles.index}>{isGrouped ? row.calls : i + 1}</td>
            <th scope="row" data-kind="code" className={styles.name}>
              {row.label}
              {!isGrouped && row.label !== row.shader && <small>{row.shader}</small>}
            </th>
            {!isGrouped && <td>{row.grid.join(' × ')}</td>}
            <td>{formatCompact(row.flops)}</td>
            <td>{formatBytes(row.bytes)}</td>
            <td>{row.bytes > 0 ? formatCompact(row.flops / row.bytes) : '–'}</td>
            {isTimed && (
              <>
                <td>{formatMs(row.elapsedMs ?? 0)} ms</td>
                <td>{rate(row.flops, row.elapsedMs)}</td>
                <td>{rate(row.bytes, row.elapsedMs)}</td>
              </>
            )}
            <td className={styles.share}>
              <span className={styles.shareCell}>
                <span className={styles.track}>
                  <span
                    className={styles.fill}
                    style={{ transform: `scaleX(${weigh(row) / largest})` }}
                  />
                </span>
                {formatPercent(weigh(row) / total)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

/** Billions a second; a clock too coarse for the kernel gives none. */
function rate(amount: number, elapsedMs: number | null): string {
  return elapsedMs ? formatRate(amount / elapsedMs / 1e6) : '–';
}
