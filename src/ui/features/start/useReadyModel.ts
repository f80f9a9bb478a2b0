import { useEffect, useState } from 'react';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { useBench } from '../../stores/context';

export interface FoundModel {
  readonly model: ReadyModel | null;
  readonly error: LabErrorData | null;
}

/** The ready-made model that writes, in the page's language where there is one. */
export function useReadyModel(): FoundModel {
  const { lab } = useBench();
  const isChinese = useLanguage() === 'zh-CN';
  const [models, setModels] = useState<readonly ReadyModel[]>([]);
  const [error, setError] = useState<LabErrorData | null>(null);
  useEffect(() => {
    let isCurrent = true;
    lab.models.ready().then(
      (found) => isCurrent && setModels(found),
      (thrown: unknown) => isCurrent && setError(toErrorData(thrown)),
    );
    return () => {
      isCurrent = false;
    };
  }, [lab]);
  const writers = models.filter(({ card }) => card.kind === 'text');
  const wanted = isChinese ? 'zh' : 'en';
  const model = writers.find(({ language }) => language === wanted) ?? writers[0] ?? null;
  return { model, error };
}
