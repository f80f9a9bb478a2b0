import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import data from '../../../../kit/panel.module.css';
import { Help } from '../../../../kit/Section';
import { useBench } from '../../../../stores/context';
import type { ModelRecord } from '../../../../stores/models/record';
import { ClassifierPanel } from '../../ClassifierPanel';
import { MaskForm } from '../../MaskForm';
import { WriteForm } from '../../WriteForm';

/** What the model does: it writes, answers, classifies or fills. */
export default function WriteTab({ model }: { model: ModelRecord }) {
  const bench = useBench();
  // A model that only wrote here need not stay on the device.
  useEffect(() => () => void bench.lab.models.rest(), [bench]);
  return (
    <div className={data.page}>
      <Form model={model} />
    </div>
  );
}

function Form({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const { ability, base, labels, progress } = model;
  if (progress && progress.share === 0) return <Help>{t('models.noStepYet')}</Help>;
  if (ability === 'classifies')
    return labels ? (
      <ClassifierPanel base={base} labels={labels} />
    ) : (
      <Help>{t('models.noLabels')}</Help>
    );
  if (ability === 'fills')
    return model.loaded && model.loaded.mask === undefined ? (
      <Help>{t('models.notGenerative')}</Help>
    ) : (
      <MaskForm model={model} />
    );
  return <WriteForm model={model} />;
}
