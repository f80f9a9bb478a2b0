import { Scissors, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../components/KeyButton';
import { useErrorWords } from '../components/useErrorWords';
import { useBench, useBenchStore } from '../stores/context';
import { useCanCompare } from './CompareKey';
import styles from './compare.module.css';
import { SweepCurve } from './SweepCurve';
import { SensitivityTable, CalibrationTable } from './SweepTables';
import { runSweep, stopSweep } from './sweepStore';

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
  return (
    <section className={styles.section} aria-labelledby="sweep">
      <h2 id="sweep">{t('sweep.title')}</h2>
      <p className={styles.help}>{t('sweep.help')}</p>
      <div className={styles.progress}>
        {error && (
          <p role="alert" className={styles.error}>
            {words(error)}
          </p>
        )}
        {state !== 'idle' && state !== 'failed' && (
          <p role="status" data-testid="sweep-state" data-state={state}>
            <strong>{t(`sweep.stage.${update?.stage ?? 'sweep'}`)}</strong>
            {isRunning && ` ${Math.round(100 * share)}%`}
          </p>
        )}
        {isRunning ? (
          <>
            <div className={styles.track} aria-hidden>
              <div className={styles.fill} style={{ transform: `scaleX(${share})` }} />
            </div>
            <KeyButton
              icon={<Square size={14} aria-hidden />}
              testId="sweep-stop"
              onPress={() => void stopSweep(bench)}
            >
              {t('run.stop')}
            </KeyButton>
          </>
        ) : (
          <KeyButton
            icon={<Scissors size={14} aria-hidden />}
            testId="sweep-start"
            isDisabled={!canSweep}
            onPress={() => void runSweep(bench)}
          >
            {t(state === 'idle' ? 'sweep.key' : 'sweep.again')}
          </KeyButton>
        )}
      </div>
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
