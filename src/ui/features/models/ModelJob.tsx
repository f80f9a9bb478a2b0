import { useTranslation } from 'react-i18next';
import type { ModelProgress } from '../../../host/protocol/models';
import { Button } from '../../kit/Button';
import { ProgressBar } from '../../kit/ProgressBar';
import data from '../../kit/panel.module.css';
import source from '../../sources/Source.module.css';
import { formatBytes } from '../../kit/format';
import { useBench } from '../../stores/context';
import { stopModelJob } from './modelActions';
import { useModels } from './useModels';

const STAGES = {
  asking: 'models.stageLooking',
  reading: 'models.stageReading',
  downloading: 'models.stageDownloading',
  checking: 'models.stageChecking',
  keeping: 'models.stageSaving',
} as const satisfies Record<ModelProgress['stage'] | 'asking', string>;

const ASKING = {
  stage: 'asking',
  file: '',
  doneBytes: 0,
  totalBytes: 0,
  earlier: undefined,
} as const;

const EARLIER = {
  continued: 'models.earlierContinued',
  changed: 'models.earlierChanged',
} as const satisfies Record<NonNullable<ModelProgress['earlier']>, string>;

/** What is under way, how far it is, and the key that ends it. */
export function ModelJob() {
  const { t } = useTranslation();
  const bench = useBench();
  const job = useModels((state) => state.job);
  if (!job) return null;
  const { stage, file, doneBytes, totalBytes, earlier } = job === 'asking' ? ASKING : job;
  const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : undefined;
  const words = t(STAGES[stage], { file });
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
      {earlier && <p className={data.note}>{t(EARLIER[earlier])}</p>}
    </div>
  );
}
