import type { WriterLanguage } from '../../../experiments/financeWriter';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore } from '../../stores/context';

/** As chosen, else the page's. */
export function useWriterLanguage(): WriterLanguage {
  const own = useLanguage() === 'zh-CN' ? 'zh' : 'en';
  return useBenchStore('writer', ({ choices }) => choices.language) ?? own;
}
