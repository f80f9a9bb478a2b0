import { useTranslation } from 'react-i18next';
import type { SuiteFacts } from '../../../host/protocol/suite';
import { SUITE_IDS } from '../../../training/data/corpora/suiteIds';
import { suiteOf, type AxisId, type ShownId } from './metrics';

/** The lab's own suites have names in every language; a file has its own. */
export function useSuiteName(): (suite: Pick<SuiteFacts, 'id' | 'name'>) => string {
  const { t } = useTranslation();
  return ({ id, name }) => {
    const known = SUITE_IDS.find((one) => one === id);
    return name ?? (known ? t(`suites.name.${known}`) : id);
  };
}

/** What an axis of the plot is called. */
export function useAxisName(suites: readonly SuiteFacts[]): (id: AxisId) => string {
  const { t } = useTranslation();
  const suiteName = useSuiteName();
  return (id) => {
    const suite = suiteOf(id);
    if (suite === null) return t(`compare.metric.${id as ShownId}`);
    const facts = suites.find((one) => one.id === suite);
    return t('suites.wrong', { name: suiteName(facts ?? { id: suite, name: null }) });
  };
}
