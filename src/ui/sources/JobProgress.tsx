import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import { ProgressBar } from '../kit/ProgressBar';
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
  const share = shareOf(job);
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

function shareOf(job: DataJob): number | undefined {
  const { done, total } =
    job.kind === 'opening'
      ? { done: job.readBytes, total: job.totalBytes }
      : job.kind === 'cleaning'
        ? { done: job.progress?.readBytes ?? 0, total: job.progress?.totalBytes }
        : job.kind === 'vocabularies'
          ? { done: job.progress?.done ?? 0, total: job.progress?.total }
          : { done: 0, total: undefined };
  return total ? Math.min(1, done / total) : undefined;
}

function useJobWords(): (job: DataJob) => string {
  const { t } = useTranslation();
  return (job) => {
    if (job.kind === 'opening' && job.readBytes > 0)
      return `${formatBytes(job.readBytes)}${job.totalBytes ? ` / ${formatBytes(job.totalBytes)}` : ''}`;
    if (job.kind === 'cleaning' && job.progress) {
      const { documents, kept } = job.progress;
      return t('data.job.documents', { documents, kept });
    }
    if (job.kind === 'vocabularies' && job.progress)
      return `${t(`settings.choice.${job.progress.kind}`)}: ${job.progress.detail}`;
    return '';
  };
}
