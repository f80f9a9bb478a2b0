import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import { ProgressBar } from '../kit/meters/ProgressBar';
import { formatBytes } from '../kit/format';
import { useBench, useBenchStore } from '../stores/context';
import styles from '../kit/panel.module.css';
import source from './Source.module.css';
import { stopDataJob } from './dataActions';
import type { DataJob } from './dataStore';

/** The job of this part of the page, how far it is, and the key that ends it. */
export function JobProgress({ kinds }: { kinds: readonly DataJob['kind'][] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const words = useJobWords();
  const job = useBenchStore('data', (state) => state.job);
  if (!job || !kinds.includes(job.kind)) return null;
  const share = job.total ? Math.min(1, job.done / job.total) : undefined;
  return (
    <div className={source.job} data-testid="data-job">
      <ProgressBar label={t(`data.job.${job.kind}`)} share={share} />
      <div className={styles.row}>
        <span>
          {t(`data.job.${job.kind}`)} {words(job)}
        </span>
        <Button size="small" testId="data-stop" onPress={() => stopDataJob(bench)}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  );
}

function useJobWords(): (job: DataJob) => string {
  const { t } = useTranslation();
  return ({ kind, done, total, progress }) => {
    if (kind === 'opening' && done > 0)
      return `${formatBytes(done)}${total ? ` / ${formatBytes(total)}` : ''}`;
    if (!progress) return '';
    return 'remaining' in progress
      ? t('data.job.documents', { ...progress })
      : `${t(`settings.choice.${progress.kind}`)}: ${progress.detail}`;
  };
}
