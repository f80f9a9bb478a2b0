import { useTranslation } from 'react-i18next';
import { findExperiment } from '../../../experiments/all';
import type { Job } from '../../../host/protocol/jobs';
import { useLanguage } from '../../i18n/useLanguage';

/** What a job is, and of what. */
export function useJobName(): (job: Pick<Job, 'kind' | 'name' | 'experimentId'>) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return ({ kind, name, experimentId }) => {
    const title = findExperiment(experimentId)?.title[language] ?? name;
    const words = t(`jobs.kind.${kind}`);
    return title === '' ? words : t('jobs.named', { kind: words, name: title });
  };
}
