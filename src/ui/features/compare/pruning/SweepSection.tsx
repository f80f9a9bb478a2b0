import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../../../kit/KeyButton';
import { StudyProgress } from '../../study/StudyProgress';
import { useErrorWords } from '../../../kit/useErrorWords';
import { formatDuration } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { useCanCompare } from '../../study/CompareKey';
import styles from '../compare.module.css';
import { SweepCurve } from './SweepCurve';
import { SensitivityTable, CalibrationTable } from './SweepTables';
import { runSweep, stopSweep } from './sweepActions';

/** How much of the run's model can go: one press, one curve. */
export function SweepSection() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const canSweep = useCanCompare();
  const { state, update, error } = useBenchStore(
    (stores) => stores.sweep,
    (sweep) => sweep,
  );
  if (!canSweep && state === 'idle') return null;
  const isRunning = state === 'running';
  const share = update?.share ?? 0;
  const left = t('compare.left', { time: formatDuration(update?.remainingMs ?? Number.NaN) });
  const took = t('compare.took', { time: formatDuration(update?.elapsedMs ?? 0) });
  return (
    <section className={styles.section} aria-labelledby="sweep">
      <h2 id="sweep">{t('sweep.title')}</h2>
      <p className={styles.help}>{t('sweep.help')}</p>
      <StudyProgress
        id="sweep"
        title={t('sweep.title')}
        state={state}
        stage={t(`sweep.stage.${update?.stage ?? 'sweep'}`)}
        words={isRunning ? `${Math.round(100 * share)}%${share > 0.05 ? ` · ${left}` : ''}` : took}
        error={error && words(error)}
        share={share}
        onStop={() => void stopSweep(bench)}
      >
        {!isRunning && (
          <KeyButton
            icon={<Scissors size={14} aria-hidden />}
            testId="sweep-start"
            isDisabled={!canSweep}
            onPress={() => void runSweep(bench)}
          >
            {t(state === 'idle' ? 'sweep.key' : 'sweep.again')}
          </KeyButton>
        )}
      </StudyProgress>
      {update && (
        <>
          <SweepCurve result={update.result} />
          <SensitivityTable rows={update.result.sensitivity} />
          <CalibrationTable result={update.result} />
        </>
      )}
    </section>
  );
}
