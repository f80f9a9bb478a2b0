import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { Help, Section } from '../../../kit/Section';
import { StudyProgress } from '../../study/StudyProgress';
import { useBench, useBenchStore } from '../../../stores/context';
import { CompareEstimate } from '../../study/CompareEstimate';
import { useCanCompare, useHasComparedText } from '../../study/CompareButton';
import { comparedModel } from '../../study/comparisonActions';
import { useFoundSubject } from '../../study/useSubject';
import { PruningCurve } from './PruningCurve';
import { SensitivityTable, CalibrationTable } from './PruningTables';
import { runStudy } from '../../study/study';

/** How much of the run's model can go: one press, one curve. */
export function PruningSection() {
  const { t } = useTranslation();
  const bench = useBench();
  const canPruning = useCanCompare();
  const hasText = useHasComparedText();
  const subject = useFoundSubject();
  const { state, update } = useBenchStore('pruning', (pruning) => pruning);
  if (!canPruning && state === 'idle') return null;
  const isRunning = state === 'running';
  const method = update?.result.method;
  const start = (): void =>
    void runStudy(bench, 'pruning', () => {
      const { options } = bench.compare.getState();
      const model = comparedModel(options, bench.run.getState().run?.runId);
      return model && { model, ...(options.text && { text: options.text }) };
    });
  return (
    <Section id="pruning" title={t('pruning.title')} help={t('pruning.help')}>
      <StudyProgress kind="pruning" title={t('pruning.title')}>
        {!isRunning && (
          <Button
            icon={<Scissors size={14} aria-hidden />}
            testId="pruning-start"
            isDisabled={!canPruning || !hasText}
            onPress={start}
          >
            {t(state === 'idle' ? 'pruning.start' : 'pruning.restart')}
          </Button>
        )}
        {!isRunning && canPruning && <CompareEstimate kind="pruning" />}
      </StudyProgress>
      {update && (
        <>
          {method && <Help>{subject(method.modelName, method.trainedSteps, method.text)}</Help>}
          <PruningCurve result={update.result} />
          <SensitivityTable rows={update.result.sensitivity} />
          <CalibrationTable result={update.result} />
        </>
      )}
    </Section>
  );
}
