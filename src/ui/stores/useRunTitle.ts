import { findExperiment } from '../../experiments/all';
import { useLanguage } from '../i18n/useLanguage';
import { useRun } from './context';

/** What the open run is headed by: its experiment, or its name where it belongs to none. */
export function useRunTitle(): string | undefined {
  const language = useLanguage();
  const experimentId = useRun((run) => run?.experimentId);
  const name = useRun((run) => run?.config.name);
  return findExperiment(experimentId)?.title[language] ?? name;
}
