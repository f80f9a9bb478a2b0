import { useTranslation } from 'react-i18next';
import type { AdapterFacts } from '../../host/protocol/lab';
import { gpuName } from './gpuName';

/** What a person calls the device. */
export function useDeviceName(): (adapter: AdapterFacts) => string {
  const { t } = useTranslation();
  return (adapter) =>
    adapter.threads === undefined ? gpuName(adapter) : t('status.cpu', { count: adapter.threads });
}
