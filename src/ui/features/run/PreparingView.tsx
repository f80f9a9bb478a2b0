import { useTranslation } from 'react-i18next';
import { ProgressBar } from '../../kit/ProgressBar';
import { useRun } from '../../stores/context';
import styles from './RunPanel.module.css';

/** The moments before the first step: what is being made ready. */
export function PreparingView() {
  const { t } = useTranslation();
  const isPreparing = useRun((run) => run?.state === 'preparing');
  const preparing = useRun((run) => run?.preparing ?? null);
  if (!isPreparing) return null;
  const share = preparing && preparing.total > 0 ? preparing.done / preparing.total : 0;
  const words = preparing ? t(`run.stage.${preparing.stage}`) : t('run.state.preparing');
  return (
    <div className={styles.preparing}>
      <p>
        {words}
        <span>{preparing?.detail}</span>
      </p>
      <ProgressBar label={words} share={share} />
    </div>
  );
}
