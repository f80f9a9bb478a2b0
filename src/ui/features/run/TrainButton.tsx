import { Play } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useLocation } from 'wouter';
import { hasActiveRun } from '../../stores/bench';
import { useBench } from '../../stores/context';
import { startRun } from '../../stores/runActions';
import styles from './Intro.module.css';
import { Button } from '../../kit/Button';
import { useObstacle } from '../../device/useObstacle';

/** The one key. Where it cannot be pressed, it says why. */
export function TrainButton(props: { experimentId: string; isFirstVisit: boolean }) {
  const { experimentId, isFirstVisit } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const [, navigate] = useLocation();
  const whyId = useId();
  const obstacle = useObstacle(experimentId);
  const replacesRun = useStore(bench.run, hasActiveRun);
  const words = replacesRun
    ? t('intro.startInstead')
    : isFirstVisit
      ? t('intro.start')
      : t('intro.startThis');
  return (
    <>
      <Button
        look="signal"
        size="large"
        icon={<Play size={17} fill="currentColor" aria-hidden />}
        testId="train"
        isDisabled={obstacle !== null}
        describedBy={obstacle ? whyId : undefined}
        onPress={() => {
          void startRun(bench, experimentId);
          navigate('/');
        }}
      >
        {words}
      </Button>
      {obstacle && (
        <p id={whyId} className={styles.why}>
          {obstacle}
        </p>
      )}
    </>
  );
}
