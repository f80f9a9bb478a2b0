import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Play } from 'lucide-react';
import { Button } from '../../kit/Button';
import { formatLoss } from '../../kit/format';
import { runAddress } from '../../stores/addresses';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import { resumeRun } from '../../stores/runActions';
import { openSavedRun } from '../../stores/savedRunActions';
import styles from './Cards.module.css';

/** After a reload: the newest run that this browser has saved goes on, or is shown. */
export function ContinueCard() {
  const { t } = useTranslation();
  const bench = useBench();
  const [, navigate] = useLocation();
  const hasRun = useRun((run) => run !== null);
  const runs = useBenchStore('savedRuns', (state) => state.runs);
  const device = useBenchStore('device', (state) => state.device.status);
  const unfinished = runs?.find(({ step, maxSteps }) => step < maxSteps);
  const run = unfinished ?? runs?.[0];
  if (hasRun || !run) return null;
  const { id, name, step, maxSteps, loss, experimentId } = run;
  const open = async (): Promise<void> => {
    navigate(runAddress(id, experimentId));
    const isOpen = await openSavedRun(bench, run);
    if (isOpen && step < maxSteps) await resumeRun(bench);
  };
  return (
    <section className={styles.card} aria-labelledby="continue-title" data-testid="continue">
      <h2 id="continue-title">{t(unfinished ? 'start.continue' : 'start.yours')}</h2>
      <p>
        <strong>{name}</strong> · {t('run.progress', { step, total: maxSteps })}
        {loss !== null && ` · ${t('start.growLoss', { loss: formatLoss(loss) })}`}
      </p>
      <progress value={step} max={maxSteps} aria-label={name} />
      <Button
        icon={<Play size={14} aria-hidden />}
        testId="continue-run"
        isDisabled={device !== 'ready'}
        onPress={() => void open()}
      >
        {t(unfinished ? 'start.continueRun' : 'start.openRun')}
      </Button>
    </section>
  );
}
