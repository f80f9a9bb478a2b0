import { useTranslation } from 'react-i18next';
import { findExperiment } from '../../../../../experiments/all';
import data from '../../../../kit/panel.module.css';
import { Help } from '../../../../kit/Section';
import type { ModelRecord } from '../../../../stores/models/record';
import { Playground } from '../../../playground/Playground';
import type { PlayModel } from '../../../playground/playModel';

/** What the model does: it writes, answers, classifies or fills. */
export default function WriteTab({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const { progress, key } = model;
  const played = playedOf(model);
  if (progress && progress.share === 0) return <Help>{t('models.noStepYet')}</Help>;
  if (!played) return <Help>{t('models.openFirst')}</Help>;
  return (
    <div className={data.page}>
      <Playground key={key} model={played} />
    </div>
  );
}

/** Null of a run that an earlier version kept: its row does not say what it is. */
function playedOf(model: ModelRecord): PlayModel | null {
  const { base, name, config, ability, labels, provenance, loaded, card, experimentId } = model;
  if (loaded)
    return {
      ...loaded,
      base,
      name,
      labels,
      provenance,
      prompts: card?.prompts,
      checkpoints: card?.checkpoints,
    };
  if (!config) return null;
  const prompt = findExperiment(experimentId)?.config.sample?.prompt;
  return {
    base,
    name,
    config,
    labels,
    provenance,
    writes: ability === 'writes' || ability === 'answers',
    mask: ability === 'fills' ? '[MASK]' : undefined,
    prompts: prompt === undefined ? undefined : [prompt],
  };
}
