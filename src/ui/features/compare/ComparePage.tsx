import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/Page';
import { useBenchStore } from '../../stores/context';
import { useComparedModel } from '../study/CompareButton';
import { useModelText } from '../study/text/modelText';
import { useFoundSubject, usePlannedSubject } from '../study/useSubject';
import { CompareStudy } from './CompareStudy';

/** Of what is shown; before that, of what would be compared. */
function useCompareSubject(): string | undefined {
  const method = useBenchStore('compare', ({ update }) => update?.result.method);
  const text = useBenchStore('compare', ({ options }) => options.text);
  const found = useFoundSubject();
  const model = useComparedModel();
  const kind = useModelText(model)?.reads;
  const planned = usePlannedSubject({ model, chosen: text, ...(kind && { kind }) });
  return method ? found(method.runName, method.trainedSteps, method.text) : planned;
}

/** The trained model in smaller forms, side by side; fills while they are made. */
export default function ComparePage() {
  const { t } = useTranslation();
  const isIdle = useBenchStore('compare', ({ state }) => state === 'idle');
  return (
    <Page
      title={t('compare.title')}
      subject={useCompareSubject()}
      lead={isIdle ? t('compare.lead') : undefined}
    >
      <CompareStudy />
    </Page>
  );
}
