import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { ProgressBar } from '../../../kit/meters/ProgressBar';
import data from '../../../kit/panel.module.css';
import source from '../../../sources/Source.module.css';
import { formatBytes } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { stopModelJob } from '../modelActions';

/** What is under way, how far it is, and the key that ends it. */
export function ModelJob() {
  const { t } = useTranslation();
  const bench = useBench();
  const job = useBenchStore('models', (state) => state.job);
  if (!job) return null;
  const { phase, file, doneBytes, totalBytes, earlier } = job;
  const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : undefined;
  const words = t(`models.phase.${phase}`, { file });
  return (
    <div className={source.job} data-testid="models-job">
      <ProgressBar label={words} share={share} />
      <div className={`${data.row} ${source.jobState}`}>
        <span>
          {words}
          {share !== undefined &&
            ` · ${t('models.ofBytes', { done: formatBytes(doneBytes), total: formatBytes(totalBytes) })}`}
        </span>
        <Button size="small" testId="models-stop" onPress={() => stopModelJob(bench)}>
          {t('common.cancel')}
        </Button>
      </div>
      {earlier && <p className={data.note}>{t(`models.earlier.${earlier}`)}</p>}
    </div>
  );
}
