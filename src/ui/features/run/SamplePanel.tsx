import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findExperiment } from '../../../experiments/all';
import { Button } from '../../kit/Button';
import { useBench, useRun } from '../../stores/context';
import { writeNow } from '../../stores/runActions';
import { SampleTimeline } from './SampleTimeline';
import styles from './SamplePanel.module.css';

/** What the model writes: the newest, or any sample before it. */
export function SamplePanel() {
  const { t } = useTranslation();
  const samples = useRun((run) => run?.samples) ?? [];
  const isWriting = useRun((run) => run?.isWriting ?? false);
  const voice = useRun((run) => findExperiment(run?.experimentId)?.voice ?? 'prose');
  const config = useRun((run) => run?.config.sample);
  /** A step of the past; null follows the newest. */
  const [pinned, setPinned] = useState<number | null>(null);
  const found = pinned === null ? -1 : samples.findIndex(({ step }) => step === pinned);
  const at = found >= 0 ? found : samples.length - 1;
  const sample = samples[at];
  const isNewest = at === samples.length - 1;
  return (
    <section className={styles.panel} aria-labelledby="sample-title">
      <div className={styles.top}>
        <h2 id="sample-title">
          {t('sample.title')}
          {sample && (
            <span className={styles.step}>{t('sample.atStep', { step: sample.step })}</span>
          )}
        </h2>
        <div className={styles.facts}>
          <span>
            {config && t('sample.temperature', { value: config.temperature })}
            {config && config.top_k > 0 && `, ${t('sample.topK', { value: config.top_k })}`}
          </span>
          <WriteNow />
        </div>
      </div>
      {samples.length > 1 && (
        <div className={styles.history}>
          <SampleTimeline
            at={at}
            onChange={(index) =>
              setPinned(index === samples.length - 1 ? null : (samples[index]?.step ?? null))
            }
          />
          {!isNewest && (
            <Button size="small" onPress={() => setPinned(null)}>
              {t('sample.live')}
            </Button>
          )}
        </div>
      )}
      {sample ? (
        <p
          className={styles.text}
          data-voice={voice}
          data-testid="sample"
          data-writing={(isWriting && isNewest) || undefined}
        >
          {sample.prompt.trim() !== '' && <mark className={styles.prompt}>{sample.prompt}</mark>}
          {sample.text}
        </p>
      ) : (
        <p className={styles.empty}>{t('sample.empty')}</p>
      )}
    </section>
  );
}

/** A sample of this moment, with the sampling settings as they stand. */
function WriteNow() {
  const { t } = useTranslation();
  const bench = useBench();
  const canWrite = useRun(
    (run) => run !== null && run.plan !== null && !run.isWriting && run.state !== 'failed',
  );
  return (
    <Button
      size="small"
      icon={<PenLine size={13} aria-hidden />}
      testId="write-now"
      isDisabled={!canWrite}
      onPress={() => void writeNow(bench)}
    >
      {t('sample.generate')}
    </Button>
  );
}
