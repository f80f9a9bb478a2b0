import { useTranslation } from 'react-i18next';
import { GpuStatus } from './GpuStatus';
import { JobStatus } from './JobStatus';
import { ProgressLine } from './ProgressLine';
import styles from './StatusBar.module.css';

/** Bottom, on every page: the running job and the GPU with its memory. */
export function StatusBar() {
  const { t } = useTranslation();
  return (
    <footer className={styles.bar} aria-label={t('status.bar')}>
      <ProgressLine />
      <JobStatus />
      <GpuStatus />
    </footer>
  );
}
