import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import { useObstacle } from '../device/useObstacle';
import { useBench, useBenchStore, useRun } from '../stores/context';
import { startRun } from '../stores/runActions';
import { changedSettings } from './settings';
import styles from './SettingsPanel.module.css';

/** Beside a run of this experiment: the settings are for the next one, and here it starts. */
export function Restart({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const obstacle = useObstacle(experimentId);
  const config = useRun((run) => (run?.experimentId === experimentId ? run.config : null));
  const isReady = useRun((run) => run?.plan !== null && run !== null);
  const draft = useBenchStore('drafts', (state) => state.drafts[experimentId]);
  if (!config || !draft || !isReady) return null;
  const refused = Object.keys(draft.refused).length > 0;
  const isChanged = changedSettings(draft.config, config).length > 0;
  if (!isChanged && !refused) return null;
  return (
    <div className={styles.restart}>
      <p>{obstacle ?? t('settings.forNext')}</p>
      <Button
        look="signal"
        icon={<RotateCcw size={14} aria-hidden />}
        testId="restart"
        isDisabled={obstacle !== null}
        onPress={() => void startRun(bench, experimentId)}
      >
        {t('run.restartChanged')}
      </Button>
    </div>
  );
}
