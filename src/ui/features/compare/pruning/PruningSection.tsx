import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { Section } from '../../../kit/Section';
import { StudyProgress } from '../../study/StudyProgress';
import { useBench, useBenchStore } from '../../../stores/context';
import { useCanCompare } from '../../study/CompareButton';
import { PruningCurve } from './PruningCurve';
import { SensitivityTable, CalibrationTable } from './PruningTables';
import { runStudy } from '../../study/study';

/** How much of the run's model can go: one press, one curve. */
export function PruningSection() {
  const { t } = useTranslation();
  const bench = useBench();
  const canPruning = useCanCompare();
  const { state, update } = useBenchStore('pruning', (pruning) => pruning);
  if (!canPruning && state === 'idle') return null;
  const isRunning = state === 'running';
  const start = (): void =>
    void runStudy(bench, 'pruning', () => {
      const runId = bench.run.getState().run?.runId;
      return runId === undefined ? null : { model: { kind: 'run', runId } };
    });
  return (
    <Section id="pruning" title={t('pruning.title')} help={t('pruning.help')}>
      <StudyProgress kind="pruning" title={t('pruning.title')}>
        {!isRunning && (
          <Button
            icon={<Scissors size={14} aria-hidden />}
            testId="pruning-start"
            isDisabled={!canPruning}
            onPress={start}
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
    </Section>
  );
}
