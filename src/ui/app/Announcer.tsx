import { useTranslation } from 'react-i18next';
import { useRun } from '../stores/context';
import styles from '../kit/visible.module.css';

/** Says changes of state to a screen reader: seldom, and never the figures. */
export function Announcer() {
  const { t } = useTranslation();
  const state = useRun((run) => run?.state);
  const step = useRun((run) => (run?.state === 'running' ? 0 : (run?.progress?.step ?? 0)));
  return (
    <p aria-live="polite" className={styles.hidden} data-testid="announcer">
      {state ? t(`run.announce.${state}`, { step, count: step }) : ''}
    </p>
  );
}
