import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { findExperiment } from '../../../experiments/all';
import { CompareButton } from '../study/CompareButton';
import { Button } from '../../kit/Button';
import { ExportButtons } from '../study/ExportButtons';
import { RunButtons } from './RunButtons';
import { useFocusWhenLost } from '../../kit/useFocusWhenLost';
import { useObstacle } from '../../device/useObstacle';
import { formatAmount, formatCompact } from '../../kit/format';
import { useBench, useRun } from '../../stores/context';
import { startRun } from '../../stores/runActions';
import { isActive } from '../../stores/runView';
import { useRunTitle } from '../../stores/useRunTitle';
import styles from './RunPanel.module.css';

export function RunHeader({ isPart }: { isPart: boolean }) {
  const experiment = useRun((run) => findExperiment(run?.experimentId));
  // The panel may come later than the run that it shows.
  const isOn = useRun((run) => run !== null && isActive(run.state));
  const title = useFocusWhenLost<HTMLHeadingElement>(isOn);
  const heading = useRunTitle();
  const Heading = isPart ? 'h2' : 'h1';
  return (
    <header className={styles.header}>
      <div>
        <Heading ref={title} tabIndex={-1}>
          {heading}
        </Heading>
        <Facts />
      </div>
      <div className={`${styles.keys} ${styles.control}`}>
        <RunButtons />
      </div>
      <div className={styles.keys}>
        <CompareButton ofRun />
        <ExportButton />
        {experiment && <Again experimentId={experiment.id} />}
      </div>
    </header>
  );
}

/** Size of the model, and why it has that size. */
function Facts() {
  const { t } = useTranslation();
  const plan = useRun((run) => run?.plan ?? null);
  const probe = useRun((run) => run?.probe ?? null);
  const model = useRun((run) => run?.config.model);
  if (!plan || !model) return <p>&nbsp;</p>;
  const sizes = { layers: model.n_layer, width: model.n_embd };
  return (
    <p data-testid="run-facts">
      {t('run.ofModel', { parameters: formatAmount(plan.parameters) })}
      {' · '}
      {probe
        ? t('run.sized', { ...sizes, speed: `${formatCompact(probe.gflops * 1e9)}` })
        : t('intro.sizes', sizes)}
    </p>
  );
}

/** Once it has ended: the same again, or with other settings. */
function Again({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const hasEnded = useRun((run) => run !== null && !isActive(run.state));
  const obstacle = useObstacle(experimentId);
  if (!hasEnded) return null;
  return (
    <Button
      icon={<RotateCcw size={15} aria-hidden />}
      testId="run-again"
      isDisabled={obstacle !== null}
      onPress={() => void startRun(bench, experimentId)}
    >
      {t('run.restart')}
    </Button>
  );
}

/** The run's model as it is now. */
function ExportButton() {
  const runId = useRun((run) => run?.runId);
  const name = useRun((run) => run?.config.name);
  const hasAdapter = useRun((run) => run?.config.tuning?.method === 'lora');
  const hasModel = useRun(
    (run) => run?.plan != null && run.state !== 'preparing' && run.state !== 'failed',
  );
  if (!hasModel || runId === undefined || name === undefined) return null;
  return <ExportButtons testId="run-export" {...{ runId, name, hasAdapter }} />;
}
