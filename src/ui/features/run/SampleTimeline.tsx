import { useTranslation } from 'react-i18next';
import { useBench, useRun } from '../../stores/context';
import type { RunView } from '../../stores/runView';
import { progressColor } from '../../kit/meters/progressColor';
import { indexAt } from '../../charts/lossHistory';
import { learnedShare } from './learnedShare';
import styles from './SampleTimeline.module.css';

/** At step 0 the model knows nothing, and there is no loss yet. */
function progressAt(run: RunView, step: number): number {
  const { steps, means } = run.history;
  const loss = step === 0 ? undefined : means[indexAt(steps, step)];
  return loss === undefined ? 0 : learnedShare(run, loss);
}

/** One cell a sample, hot while the loss is high, green as it nears the floor. Also a slider. */
export function SampleTimeline({ at, onChange }: { at: number; onChange: (at: number) => void }) {
  const { t } = useTranslation();
  const bench = useBench();
  const samples = useRun((run) => run?.samples) ?? [];
  const run = bench.run.getState().run;
  if (!run) return null;
  const last = samples.length - 1;
  return (
    <div className={styles.slider}>
      <div className={styles.track}>
        {samples.map(({ step }) => (
          <span
            key={step}
            className={styles.cell}
            style={{ background: progressColor(progressAt(run, step)) }}
          />
        ))}
        <input
          type="range"
          className={styles.range}
          aria-label={t('sample.history')}
          min={0}
          max={last}
          step={1}
          value={at}
          aria-valuetext={t('sample.value', {
            step: samples[at]?.step ?? 0,
            index: at + 1,
            n: samples.length,
          })}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
      </div>
      <div className={styles.ends}>
        <span>{t('sample.untrained')}</span>
        <span>{t('sample.now')}</span>
      </div>
    </div>
  );
}
