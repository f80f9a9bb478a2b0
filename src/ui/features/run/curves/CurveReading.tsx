import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { SamplePoint } from '../../../../host/protocol/run';
import { findExperiment } from '../../../../experiments/all';
import { indexAt } from '../../../charts/lossHistory';
import type { Hover } from '../../../charts/lossPlot';
import { formatCount, formatLoss } from '../../../kit/format';
import { progressColor } from '../../../kit/meters/progressColor';
import { useRun } from '../../../stores/context';
import { learnedShare } from '../learnedShare';
import styles from './CurveReading.module.css';

/** The newest sample that is not younger than the step. */
export const sampleAt = (samples: readonly SamplePoint[], step: number): SamplePoint | undefined =>
  samples.findLast((sample) => sample.step <= step);

/** Beside the cursor: the loss of that step, and what the model wrote then. */
export function CurveReading({ hover: { step, left, side } }: { hover: Hover }) {
  const { t } = useTranslation();
  const run = useRun((view) => view);
  if (!run || run.history.steps.length === 0) return null;
  const { steps, means } = run.history;
  const at = indexAt(steps, step);
  const loss = means[at]!;
  const sample = sampleAt(run.samples, step);
  return (
    <div
      className={styles.place}
      data-side={side}
      style={
        {
          '--at': `${left}px`,
          '--mark': progressColor(learnedShare(run, loss)),
        } as CSSProperties
      }
      data-testid="curve-reading"
      aria-hidden
    >
      <p className={styles.figures}>
        {t('chart.step')} {formatCount(steps[at]!)} <b>{formatLoss(loss)}</b>
      </p>
      {sample && (
        <>
          <p
            className={styles.text}
            data-voice={findExperiment(run.experimentId)?.voice ?? 'prose'}
          >
            <mark>{sample.prompt}</mark>
            {sample.text}
          </p>
          <p className={styles.of}>{t('curves.sampleOf', { step: sample.step })}</p>
        </>
      )}
    </div>
  );
}
