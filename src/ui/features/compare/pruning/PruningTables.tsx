import { useTranslation } from 'react-i18next';
import type { Sensitivity, PruningResult } from '../../../../host/protocol/pruning';
import { DataTable } from '../../../kit/DataTable';
import { formatCompact, formatLoss, formatPercent } from '../../../kit/format';
import styles from '../compare.module.css';

const signed = (rise: number): string => `${rise < 0 ? '−' : '+'}${Math.abs(rise).toFixed(4)}`;

/** Layer sensitivity, the most sensitive first. */
export function SensitivityTable({ rows }: { rows: readonly Sensitivity[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  const worst = rows.toSorted((a, b) => b.pruned - a.pruned);
  return (
    <div className={styles.section}>
      <h3>{t('pruning.sensitivity.title')}</h3>
      <p className={styles.help}>{t('pruning.sensitivity.help')}</p>
      <DataTable caption={t('pruning.sensitivity.title')} testId="sensitivity">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('pruning.sensitivity.matrix')}
            </th>
            <th scope="col">{t('pruning.sensitivity.weights')}</th>
            <th scope="col">{t('pruning.sensitivity.pruned')}</th>
            <th scope="col">{t('pruning.sensitivity.int4')}</th>
          </tr>
        </thead>
        <tbody>
          {worst.map(({ name, parameters, pruned, int4 }) => (
            <tr key={name}>
              <th scope="row" data-kind="code">
                {name}
              </th>
              <td>{formatCompact(parameters)}</td>
              <td>{signed(pruned)}</td>
              <td>{signed(int4)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}

/** Formats whose scales were chosen in different ways. */
export function CalibrationTable({ result }: { result: PruningResult }) {
  const { t } = useTranslation();
  if (result.calibration.length === 0) return null;
  return (
    <div className={styles.section}>
      <h3>{t('pruning.calibration.title')}</h3>
      <p className={styles.help}>{t('pruning.calibration.help')}</p>
      <DataTable caption={t('pruning.calibration.title')} testId="calibration">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('pruning.calibration.format')}
            </th>
            <th scope="col" data-kind="text">
              {t('pruning.calibration.how')}
            </th>
            <th scope="col">{t('compare.metric.loss')}</th>
            <th scope="col">{t('compare.metric.kl')}</th>
            <th scope="col">{t('compare.metric.sameTop')}</th>
          </tr>
        </thead>
        <tbody>
          {result.calibration.map(({ format, calibration, share, loss, kl, sameTop }) => (
            <tr key={`${format} ${calibration}`}>
              <th scope="row" data-kind="text">
                {t(`pruning.calibration.${format}`)}
              </th>
              <td data-kind="text">
                {t(`pruning.calibration.${calibration}`, {
                  share: Number((100 * share).toFixed(1)),
                })}
              </td>
              <td>{formatLoss(loss)}</td>
              <td>{kl < 0.001 ? kl.toExponential(1) : kl.toFixed(4)}</td>
              <td>{formatPercent(sameTop)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}
