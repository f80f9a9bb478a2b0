import { Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useFocusWhenLost } from '../../kit/useFocusWhenLost';
import { ProgressBar } from '../../kit/ProgressBar';
import styles from './StudyProgress.module.css';

/** What a long study is doing, how far it is, and the key that stops it. `id` names its test ids. */
export function StudyProgress(props: {
  id: string;
  title: string;
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  /** In bold, before `words`. */
  stage: string;
  words: string;
  error: string | null;
  share: number;
  onStop: () => void;
  /** Below: what can be done now. */
  children?: ReactNode;
}) {
  const { id, title, state, stage, words, error, share, onStop, children } = props;
  const { t } = useTranslation();
  const isRunning = state === 'running';
  const target = useFocusWhenLost<HTMLDivElement>(isRunning);
  return (
    <div ref={target} tabIndex={-1} className={styles.progress}>
      {error !== null && (
        <p role="alert" className={styles.error}>
          {error}
        </p>
      )}
      {state !== 'idle' && state !== 'failed' && (
        <p role="status" data-testid={`${id}-state`} data-state={state}>
          <strong>{stage}</strong> {words}
        </p>
      )}
      {isRunning && (
        <>
          <ProgressBar label={title} share={share} />
          <Button icon={<Square size={14} aria-hidden />} testId={`${id}-stop`} onPress={onStop}>
            {t('run.stop')}
          </Button>
        </>
      )}
      {children}
    </div>
  );
}
