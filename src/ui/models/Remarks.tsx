import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../host/models';
import { formatCount } from '../format';
import { useLanguage } from '../stores/context';
import styles from './models.module.css';

/** What of the model's files was left out or assumed. */
export function Remarks({ model: { remarks = [] } }: { model: LoadedModel }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (remarks.length === 0) return null;
  const shown = (value: string | number): string =>
    typeof value === 'number' ? formatCount(value, language) : value;
  return (
    <ul className={styles.remarks} aria-label={t('models.remarks')} data-testid="model-remarks">
      {remarks.map(({ code, fields }) => {
        const words = Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [key, shown(value)]),
        );
        return (
          <li key={`${code} ${JSON.stringify(fields)}`}>
            {t(`remark.${code}`, { ...words, code })}
          </li>
        );
      })}
    </ul>
  );
}
