import { useTranslation } from 'react-i18next';
import type { SelfTestRow } from '../../../host/protocol/lab';
import { formatErrorShare } from '../../kit/format';
import { DataTable } from '../../kit/DataTable';
import styles from './CheckPage.module.css';

/** One line a comparison; the bar is the share of the tolerance that was used up. */
export function CheckTable({ rows }: { rows: readonly SelfTestRow[] }) {
  const { t } = useTranslation();
  return (
    <DataTable caption={t('check.caption')}>
      <thead>
        <tr>
          <th scope="col" data-kind="text">
            {t('kernels.label')}
          </th>
          <th scope="col" data-kind="text">
            {t('check.shape')}
          </th>
          <th scope="col" data-kind="text">
            {t('check.variant')}
          </th>
          <th scope="col">{t('check.worst')}</th>
          <th scope="col">{t('check.tolerance')}</th>
          <th scope="col" className={styles.used}>
            {t('check.used')}
          </th>
          <th scope="col" data-kind="text">
            {t('check.result')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <Line key={i} row={row} />
        ))}
      </tbody>
    </DataTable>
  );
}

function Line({ row }: { row: SelfTestRow }) {
  const { t } = useTranslation();
  const { name, shape, variant, worstError, tolerance, passed, failure } = row;
  const used = worstError === 0 ? 0 : Math.min(1, worstError / tolerance);
  return (
    <tr data-failed={!passed || undefined}>
      <th scope="row" data-kind="code">
        {name}
      </th>
      <td data-kind="text">{shape}</td>
      <td data-kind="code">{variant}</td>
      <td>{formatErrorShare(worstError)}</td>
      <td>{formatErrorShare(tolerance)}</td>
      <td className={styles.used}>
        <span className={styles.usedTrack}>
          <span className={styles.usedFill} style={{ transform: `scaleX(${used})` }} />
        </span>
      </td>
      <td data-kind="text" className={styles.result}>
        {passed ? t('check.passed') : t('check.notPassed')}
        {failure && <small>{failure}</small>}
      </td>
    </tr>
  );
}
