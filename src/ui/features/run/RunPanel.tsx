import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccuracyCurve } from './curves/AccuracyCurve';
import { LossChart } from './curves/LossChart';
import { MissingGpu } from '../../device/MissingGpu';
import { Button } from '../../kit/Button';
import { ProgressBar } from '../../kit/meters/ProgressBar';
import { useErrorWords } from '../../kit/useErrorWords';
import { useBench, useBenchStore, useDevice, useRun } from '../../stores/context';
import { openSavedRun } from '../../stores/savedRunActions';
import { ObjectiveExamples } from './examples/ObjectiveExamples';
import { Readouts } from './Readouts';
import { RunHeader } from './RunHeader';
import styles from './RunPanel.module.css';
import { SamplePanel } from './SamplePanel';

/** The run: what it is, how it goes, what it writes. `isPart`: of a page that has its own heading. */
export default function RunPanel({ isPart = false }: { isPart?: boolean }) {
  /** Its pictures share the axis of steps. */
  const [logX, setLogX] = useState(false);
  return (
    <div className={styles.panel}>
      <RunHeader isPart={isPart} />
      <div className={styles.messages}>
        <MissingGpu />
        <RunMessages />
      </div>
      <PreparingView />
      <Readouts />
      <LossChart logX={logX} setLogX={setLogX} />
      <AccuracyCurve logX={logX} />
      <SamplePanel />
      <RunExamples />
    </div>
  );
}

/** Why a run failed, and what the engine wants to be known. */
function RunMessages() {
  const words = useErrorWords();
  const device = useDevice();
  const error = useRun((run) => run?.error ?? null);
  const warnings = useRun((run) => run?.warnings);
  return (
    <>
      {error && device.status !== 'lost' && (
        <p className={styles.message} data-kind="error" role="alert">
          {words(error)}
        </p>
      )}
      <ResumeOffer />
      {warnings?.map((warning, i) => (
        <p key={i} className={styles.message}>
          {words(warning)}
        </p>
      ))}
    </>
  );
}

/** A run that failed goes on from the state that was kept last. */
function ResumeOffer() {
  const { t } = useTranslation();
  const bench = useBench();
  const failed = useRun((run) => (run?.state === 'failed' ? run.runId : null));
  const saved = useBenchStore('savedRuns', ({ runs }) => runs?.find(({ id }) => id === failed));
  if (!saved) return null;
  return (
    <Button
      icon={<FolderOpen size={15} aria-hidden />}
      testId="saved-run-offer"
      onPress={() => void openSavedRun(bench, saved)}
    >
      {t('savedRuns.offer', { step: saved.step })}
    </Button>
  );
}

/** The moments before the first step: what is being made ready. */
function PreparingView() {
  const { t } = useTranslation();
  const isPreparing = useRun((run) => run?.state === 'preparing');
  const preparing = useRun((run) => run?.preparing ?? null);
  if (!isPreparing) return null;
  const share = preparing && preparing.total > 0 ? preparing.done / preparing.total : 0;
  const words = preparing ? t(`run.phase.${preparing.phase}`) : t('run.state.preparing');
  return (
    <div className={styles.preparing}>
      <p>
        {words}
        <span>{preparing?.detail}</span>
      </p>
      <ProgressBar label={words} share={share} />
    </div>
  );
}

/** What the running objectives are asked, on the run's own first batch. */
function RunExamples() {
  const examples = useRun((run) => run?.examples);
  if (!examples || examples.length === 0) return null;
  return (
    <div className={styles.examples}>
      <ObjectiveExamples examples={examples} />
    </div>
  );
}
