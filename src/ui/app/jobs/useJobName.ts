import { useTranslation } from 'react-i18next';
import type { Job } from '../../../host/protocol/jobs';

/** What a job is, and of which model. */
export function useJobName(): (job: Pick<Job, 'kind' | 'name'>) => string {
  const { t } = useTranslation();
  return ({ kind, name }) => {
    const words = t(`jobs.kind.${kind}`);
    return name === '' ? words : t('jobs.named', { kind: words, name });
  };
}
