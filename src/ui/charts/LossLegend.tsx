import { useTranslation } from 'react-i18next';
import type { EvalPoint } from '../../host/protocol';
import { formatCount, formatLoss } from '../format';
import { useLanguage, useRun } from '../stores/context';
import styles from './LossChart.module.css';
import { indexAt } from './lossHistory';

function nearest(evals: readonly EvalPoint[], step: number): EvalPoint | undefined {
  const distance = (point: EvalPoint) => Math.abs(point.step - step);
  return evals.reduce<EvalPoint | undefined>(
    (best, point) => (best && distance(best) <= distance(point) ? best : point),
    undefined,
  );
}

/** Names, colours and values: those of the newest point, or of the step under the pointer. */
export function LossLegend({ hover }: { hover: number | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const run = useRun((view) => view);
  if (!run) return null;
  const { history, floor, earlier } = run;
  const at = hover === null ? history.steps.length - 1 : indexAt(history.steps, hover);
  const loss = history.means[at];
  const evals = history.evals;
  const evalAt = hover === null ? evals.at(-1) : nearest(evals, hover);
  return (
    <div className={styles.legend}>
      <span className={styles.item}>
        <i className={styles.train} /> {t('chart.train')}
        <b>{loss === undefined ? '–' : formatLoss(loss)}</b>
      </span>
      <span className={styles.item}>
        <i className={styles.held} /> {t('chart.heldOut')}
        <b>
          {evalAt
            ? `${formatLoss(evalAt.validationLoss)} ± ${evalAt.standardError.toFixed(3)}`
            : '–'}
        </b>
      </span>
      {floor !== null && (
        <span className={styles.item}>
          <i className={styles.floor} /> {t('chart.floorShort')}
          <b>{formatLoss(floor)}</b>
        </span>
      )}
      {earlier.length > 0 && (
        <span className={styles.item}>
          <i className={styles.previous} /> {t('chart.previous')}
          {earlier.length > 1 && <b>{earlier.length}</b>}
        </span>
      )}
      <span className={styles.at}>
        {hover !== null && history.steps.length > 0
          ? `${t('chart.step')} ${formatCount(history.steps[at] ?? 0, language)}`
          : t('run.natsPerToken')}
      </span>
    </div>
  );
}
