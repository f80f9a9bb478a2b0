import { useTranslation } from 'react-i18next';
import type { DistillRow } from '../../../host/protocol/distill';
import { formatLoss, formatPercent } from '../../kit/format';
import styles from './distill.module.css';
import { verdictOf } from '../../../host/studies/distill/figures';

/** Whether the teacher was of any use, in one sentence. */
export function DistillVerdict({ rows, isDone }: { rows: readonly DistillRow[]; isDone: boolean }) {
  const { t } = useTranslation();
  const verdict = verdictOf(rows);
  if (!verdict) return null;
  const { figure, seeds, wins, alone, distilled, share } = verdict;
  const format = figure === 'loss' ? formatLoss : formatPercent;
  const kind = wins === seeds ? 'better' : wins === 0 ? 'worse' : 'mixed';
  const figures = { wins, seeds, count: seeds, alone: format(alone), distilled: format(distilled) };
  return (
    <p className={styles.verdict} data-kind={kind} data-testid="distill-verdict">
      {t(`distill.verdict.${figure}.${kind}`, figures)}{' '}
      {share > 0 && share < 1 && t('distill.verdict.share', { share: formatPercent(share) })}
      {!isDone && <small>{t('distill.verdict.soFar')}</small>}
    </p>
  );
}
