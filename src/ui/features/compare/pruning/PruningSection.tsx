import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { StudyProgress } from '../../study/StudyProgress';
import { useErrorWords } from '../../../kit/useErrorWords';
import { formatDuration } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { useCanCompare } from '../../study/CompareButton';
import styles from '../compare.module.css';
import { PruningCurve } from './PruningCurve';
import { SensitivityTable, CalibrationTable } from './PruningTables';
import { runPruning, stopPruning } from './pruningActions';

/** How much of the run's model can go: one press, one curve. */
export function PruningSection() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const canPruning = useCanCompare();
  const { state, update, error } = useBenchStore(
    (stores) => stores.pruning,
    (pruning) => pruning,
  );
  if (!canPruning && state === 'idle') return null;
  const isRunning = state === 'running';
  const share = update?.share ?? 0;
  const left = t('compare.left', { time: formatDuration(update?.remainingMs ?? Number.NaN) });
  const took = t('compare.took', { time: formatDuration(update?.elapsedMs ?? 0) });
  return (
    <section className={styles.section} aria-labelledby="pruning">
      <h2 id="pruning">{t('pruning.title')}</h2>
      <p className={styles.help}>{t('pruning.help')}</p>
      <StudyProgress
        id="pruning"
        title={t('pruning.title')}
        state={state}
        stage={t(`pruning.stage.${update?.stage ?? 'pruning'}`)}
        words={isRunning ? `${Math.round(100 * share)}%${share > 0.05 ? ` · ${left}` : ''}` : took}
        error={error && words(error)}
        share={share}
        onStop={() => void stopPruning(bench)}
      >
        {!isRunning && (
          <Button
            icon={<Scissors size={14} aria-hidden />}
            testId="pruning-start"
            isDisabled={!canPruning}
            onPress={() => void runPruning(bench)}
          >
            {t(state === 'idle' ? 'pruning.start' : 'pruning.restart')}
          </Button>
        )}
      </StudyProgress>
      {update && (
        <>
          <PruningCurve result={update.result} />
          <SensitivityTable rows={update.result.sensitivity} />
          <CalibrationTable result={update.result} />
        </>
      )}
    </section>
  );
}
