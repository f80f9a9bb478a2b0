import { useTranslation } from 'react-i18next';
import type { EvalPoint } from '../../host/protocol';
import { useRun } from '../stores/context';
import styles from './AccuracyCurve.module.css';
import legend from './LossChart.module.css';

const WIDTH = 600;
const HEIGHT = 100;

type AccuracyOf = (point: EvalPoint) => number | undefined;

const HELD_OUT: AccuracyOf = ({ accuracy }) => accuracy;
const TRAINING: AccuracyOf = ({ parts }) => parts?.train?.accuracy;

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;

/** Share of whole answers that are right: training may be there long before the rest. */
export function AccuracyCurve() {
  const { t } = useTranslation();
  const run = useRun((view) => view);
  const evals = run?.history.evals ?? [];
  const last = evals.at(-1);
  if (!run || last?.accuracy === undefined) return null;
  const maxSteps = Math.max(1, run.progress?.maxSteps ?? last.step);
  const line = (accuracyOf: AccuracyOf): string =>
    evals
      .map((point) => {
        const x = (WIDTH * point.step) / maxSteps;
        const y = HEIGHT * (1 - (accuracyOf(point) ?? 0));
        return `${x.toFixed(1)},${y.toFixed(1)}`;
      })
      .join(' ');
  const [training, heldOut] = [percent(TRAINING(last)), percent(last.accuracy)];
  return (
    <figure className={styles.accuracy}>
      <figcaption className={legend.legend}>
        <b>{t('chart.accuracy')}</b>
        <span className={legend.item}>
          <i className={legend.train} /> {t('chart.train')} <b>{training}</b>
        </span>
        <span className={legend.item}>
          <i className={legend.held} /> {t('chart.heldOutShort')}
          <b data-testid="accuracy">{heldOut}</b>
        </span>
      </figcaption>
      <svg
        viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('chart.accuracySummary', { training, heldOut })}
      >
        {[0, 0.5, 1].map((share) => (
          <line key={share} x1={0} x2={WIDTH} y1={HEIGHT * share} y2={HEIGHT * share} />
        ))}
        <polyline className={styles.train} points={line(TRAINING)} />
        <polyline className={styles.held} points={line(HELD_OUT)} />
      </svg>
    </figure>
  );
}
