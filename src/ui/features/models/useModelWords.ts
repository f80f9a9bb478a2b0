import { useTranslation } from 'react-i18next';
import { formatAmount, formatBytes, formatLoss, formatPercent } from '../../kit/format';
import { useLanguage } from '../../i18n/useLanguage';
import { familyName } from '../../stores/models/familyName';
import type { ModelRecord } from '../../stores/models/record';

/** What is said of a model in a few words: on its card, in the table, above its page. */
export function useModelWords() {
  const { t } = useTranslation();
  const language = useLanguage();
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  return {
    family: ({ config }: ModelRecord): string | null => config && familyName(config),
    size: ({ parameters, sizeBytes }: ModelRecord): string | null => {
      if (parameters !== null) return t('models.sized', { parameters: formatAmount(parameters) });
      return sizeBytes === null ? null : formatBytes(sizeBytes);
    },
    origin: ({ origin, loaded }: ModelRecord): string =>
      t(`models.origins.${origin}`, { name: loaded?.source.name ?? '' }),
    date: ({ dateMs }: ModelRecord): string =>
      Number.isFinite(dateMs) ? date.format(dateMs) : t('models.now'),
    quality: ({ accuracy, loss }: ModelRecord): string | null => {
      if (accuracy !== null) return t('models.accuracy', { share: formatPercent(accuracy) });
      return loss === null ? null : t('models.loss', { loss: formatLoss(loss) });
    },
    /** How far a loss is above the least that is possible. */
    above: ({ accuracy, loss, floor }: ModelRecord): string | null =>
      accuracy === null && loss !== null && floor !== null
        ? t('models.aboveFloor', { nats: Math.max(0, loss - floor).toFixed(3) })
        : null,
  };
}
