import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { Page } from '../../kit/Page';
import { SoftTargets } from '../../pictures/SoftTargets';
import { useBench, useBenchStore } from '../../stores/context';
import { USUAL_TEMPERATURE } from '../../../training/objectives/distillation/distillConfig';
import { DistillCurves } from './DistillCurves';
import { DistillMethodNote } from './DistillMethodNote';
import { DistillProgress } from './DistillProgress';
import { DistillSettings } from './DistillSettings';
import { runDistillation } from './distillActions';
import { DistillTable } from './DistillTable';
import { DistillTexts } from './DistillTexts';
import { DistillVerdict } from './DistillVerdict';
import { useDistillChoices } from './useDistillChoices';
import styles from './distill.module.css';

/** A small model distilled by a large one, beside the same small model that learned alone. */
export default function DistillPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const state = useBenchStore('distill', (distill) => distill.state);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const result = useBenchStore('distill', ({ update }) => update?.result ?? null);
  const { temperature } = useDistillChoices().config;
  const isRunning = state === 'running';
  return (
    <Page title={t('distill.title')} lead={t('distill.lead')}>
      {!isRunning && <DistillSettings />}
      {!isRunning && (
        <div className={styles.go}>
          <Button
            look="signal"
            size="large"
            icon={<FlaskConical size={16} aria-hidden />}
            testId="distill-start"
            isDisabled={!isReady}
            onPress={() => void runDistillation(bench)}
          >
            {t(state === 'idle' ? 'distill.start' : 'distill.restart')}
          </Button>
          <p className={styles.help}>{t('distill.startHelp')}</p>
        </div>
      )}
      <DistillProgress />
      {state === 'idle' && (
        <SoftTargets temperature={temperature === 'auto' ? USUAL_TEMPERATURE : temperature} />
      )}
      {result && (
        <>
          <DistillVerdict rows={result.rows} isDone={state === 'done'} />
          <DistillTable rows={result.rows} />
          <DistillCurves curves={result.curves} rows={result.rows} />
          <DistillTexts rows={result.rows} />
          {result.method && <DistillMethodNote method={result.method} />}
        </>
      )}
    </Page>
  );
}
