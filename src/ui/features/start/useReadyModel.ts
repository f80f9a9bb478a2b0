import type { ReadyModel } from '../../../host/protocol/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore } from '../../stores/context';

/** The ready-made model that writes, in the page's language where there is one. */
export function useReadyModel(): ReadyModel | null {
  const isChinese = useLanguage() === 'zh-CN';
  const models = useBenchStore('models', ({ ready }) => ready);
  const writers = models?.filter(({ card }) => card.kind === 'text') ?? [];
  const wanted = isChinese ? 'zh' : 'en';
  return writers.find(({ language }) => language === wanted) ?? writers[0] ?? null;
}
