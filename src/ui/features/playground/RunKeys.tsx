import { PenLine, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useBench } from '../../stores/context';
import styles from './playground.module.css';
import { stopWriting } from './playgroundActions';

/** Starts and stops; a button that cannot start says why. */
export function RunKeys(props: {
  start: string;
  isRunning: boolean;
  /** Why it cannot start. */
  why?: string | undefined;
  onStart: () => void;
}) {
  const { start, isRunning, why, onStart } = props;
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <div className={styles.row}>
      <Button
        look="signal"
        icon={<PenLine size={15} aria-hidden />}
        isDisabled={isRunning || why !== undefined}
        testId="play-start"
        onPress={onStart}
        {...(why !== undefined && { describedBy: 'play-why' })}
      >
        {start}
      </Button>
      {isRunning && (
        <Button
          icon={<Square size={13} aria-hidden />}
          testId="play-stop"
          onPress={() => stopWriting(bench)}
        >
          {t('run.stop')}
        </Button>
      )}
      {why !== undefined && (
        <span id="play-why" className={styles.why}>
          {why}
        </span>
      )}
    </div>
  );
}
