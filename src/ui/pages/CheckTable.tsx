import { useTranslation } from 'react-i18next';
import type { SelfTestRow } from '../../host/protocol';
import { formatErrorShare } from '../format';
import styles from './CheckPage.module.css';

/** One line a comparison; the bar is the share of the tolerance that was used up. */
export function CheckTable({ rows }: { rows: readonly SelfTestRow[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('check.caption')}>
      <table className={styles.table}>
        <caption className={styles.caption}>{t('check.caption')}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              {t('kernels.label')}
            </th>
            <th scope="col" className={styles.name}>
              {t('check.shape')}
            </th>
            <th scope="col" className={styles.name}>
              {t('check.variant')}
            </th>
            <th scope="col">{t('check.worst')}</th>
            <th scope="col">{t('check.tolerance')}</th>
            <th scope="col" className={styles.used}>
              {t('check.used')}
            </th>
            <th scope="col" className={styles.name}>
              {t('check.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Line key={i} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ row }: { row: SelfTestRow }) {
  const { t } = useTranslation();
  const { name, shape, variant, worstError, tolerance, passed, failure } = row;
  const used = worstError === 0 ? 0 : Math.min(1, worstError / tolerance);
  return (
    <tr data-failed={!passed || undefined}>
      <th scope="row" className={styles.name}>
        {name}
      </th>
      <td className={styles.shape}>{shape}</td>
      <td className={styles.variant}>{variant}</td>
      <td>{formatErrorShare(worstError)}</td>
      <td>{formatErrorShare(tolerance)}</td>
      <td className={styles.used}>
        <span className={styles.usedTrack}>
          <span className={styles.usedFill} style={{ transform: `scaleX(${used})` }} />
        </span>
      </td>
      <td className={styles.result}>
        {passed ? t('check.passed') : t('check.notPassed')}
        {failure && <small>{failure}</small>}
      </td>
    </tr>
  );
}
