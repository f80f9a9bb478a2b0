import { useTranslation } from 'react-i18next';
import { formatLoss, formatPercent } from '../../../kit/format';
import { useVariantName } from '../../study/useVariantName';
import type { ModelRecord } from '../../../stores/models/record';
import { haveSameText, type Edge } from './lineage';

/** What a step did, and what it changed: INT8 · 3.6× smaller; fine-tuned · LoRA · accuracy 92 %; distilled · 25 % of the parameters · loss 0.86 → 1.02. */
export function useEdgeWords(): (edge: Edge) => string {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  return ({ how, from, to }) => {
    const { loaded, saved, accuracy, provenance } = to;
    const words: string[] = [];
    if (loaded?.source.kind === 'variant') words.push(nameOf({ stages: loaded.source.stages }));
    else words.push(t(`models.how.${how}`));
    const method = saved?.facts?.method ?? provenance?.tuning?.method;
    if (how === 'finetuned' && method && method !== 'full')
      words.push(t(`finetune.method.${method}`));
    const [before, after] = [weightBytes(from), weightBytes(to)];
    if (how === 'variant' && before && after && before > after)
      words.push(t('models.smaller', { times: (before / after).toFixed(1) }));
    if (how === 'distilled' && from?.parameters && to.parameters)
      words.push(
        t('models.ofParameters', { share: formatPercent(to.parameters / from.parameters) }),
      );
    if (accuracy !== null) words.push(t('models.reached', { accuracy: formatPercent(accuracy) }));
    else if (from && haveSameText(from, to))
      words.push(
        t('models.lossChange', { before: formatLoss(from.loss!), after: formatLoss(to.loss!) }),
      );
    return words.join(' · ');
  };
}

/** A saved run's file holds the optimizer and its curves, too. */
const weightBytes = (model: ModelRecord | undefined): number | null =>
  model?.loaded ? model.sizeBytes : model?.parameters ? model.parameters * 4 : null;
