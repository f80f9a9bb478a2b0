import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../../kit/KeyButton';
import { Page } from '../../kit/Page';
import { SoftTargets } from '../../pictures/SoftTargets';
import { useBench, useBenchStore } from '../../stores/context';
import { USUAL_TEMPERATURE } from '../../../training/objectives/distilConfig';
import { DistilCurves } from './DistilCurves';
import { DistilMethodNote } from './DistilMethodNote';
import { DistilProgress } from './DistilProgress';
import { DistilSettings } from './DistilSettings';
import { runDistillation } from './distilActions';
import { DistilTable } from './DistilTable';
import { DistilTexts } from './DistilTexts';
import { DistilVerdict } from './DistilVerdict';
import { useDistilChoices } from './useDistilChoices';
import styles from './distil.module.css';

/** A small model taught by a large one, beside the same small model that learnt alone. */
export default function DistilPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const state = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.state,
  );
  const isReady = useBenchStore(
    (stores) => stores.device,
    ({ device }) => device.status === 'ready',
  );
  const result = useBenchStore(
    (stores) => stores.distil,
    ({ update }) => update?.result ?? null,
  );
  const { temperature } = useDistilChoices().config;
  const isRunning = state === 'running';
  return (
    <Page title={t('distil.title')} lead={t('distil.lead')}>
      {!isRunning && <DistilSettings />}
      {!isRunning && (
        <div className={styles.go}>
          <KeyButton
            look="signal"
            size="large"
            icon={<FlaskConical size={16} aria-hidden />}
            testId="distil-start"
            isDisabled={!isReady}
            onPress={() => void runDistillation(bench)}
          >
            {t(state === 'idle' ? 'distil.key' : 'distil.again')}
          </KeyButton>
          <p className={styles.help}>{t('distil.keyHelp')}</p>
        </div>
      )}
      <DistilProgress />
      {state === 'idle' && (
        <SoftTargets temperature={temperature === 'auto' ? USUAL_TEMPERATURE : temperature} />
      )}
      {result && (
        <>
          <DistilVerdict rows={result.rows} isDone={state === 'done'} />
          <DistilTable rows={result.rows} />
          <DistilCurves curves={result.curves} rows={result.rows} />
          <DistilTexts rows={result.rows} />
          {result.method && <DistilMethodNote method={result.method} />}
        </>
      )}
    </Page>
  );
}
