import { useTranslation } from 'react-i18next';
import type { DistilRow } from '../../../host/protocol/distill';
import { formatLoss, formatPercent } from '../../kit/format';
import styles from './distil.module.css';
import { verdictOf } from './figures';

/** Whether the teacher was of any use, in one sentence. */
export function DistilVerdict({ rows, isDone }: { rows: readonly DistilRow[]; isDone: boolean }) {
  const { t } = useTranslation();
  const verdict = verdictOf(rows);
  if (!verdict) return null;
  const { figure, seeds, wins, alone, taught, share } = verdict;
  const format = figure === 'loss' ? formatLoss : formatPercent;
  const kind = wins === seeds ? 'better' : wins === 0 ? 'worse' : 'mixed';
  const figures = { wins, seeds, alone: format(alone), taught: format(taught) };
  return (
    <p className={styles.verdict} data-kind={kind} data-testid="distil-verdict">
      {t(`distil.verdict.${figure}.${kind}`, figures)}{' '}
      {share > 0 && share < 1 && t('distil.verdict.share', { share: formatPercent(share) })}
      {!isDone && <small>{t('distil.verdict.soFar')}</small>}
    </p>
  );
}
