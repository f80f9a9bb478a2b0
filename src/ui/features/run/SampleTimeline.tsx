import { useTranslation } from 'react-i18next';
import { useBench, useRun } from '../../stores/context';
import type { RunView } from '../../stores/runView';
import { progressColor } from '../../kit/progressColor';
import { indexAt } from '../../charts/lossHistory';
import styles from './SampleTimeline.module.css';

/** 0 = as lost as at the start, 1 = at the floor (or the best so far). */
function progressAt(run: RunView, step: number): number {
  const { history, floor } = run;
  const start = Math.log(Math.max(2, run.plan?.vocabSize ?? 64));
  const near = history.means.slice(-20);
  const best = floor ?? Math.min(...near, start * 0.25);
  const loss = step === 0 ? start : (history.means[indexAt(history.steps, step)] ?? start);
  return Math.min(1, Math.max(0, (start - loss) / Math.max(1e-6, start - best)));
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
