import { useTranslation } from 'react-i18next';
import type { ClassReport } from '../../../training/evaluate/classReport';
import { formatCount } from '../../kit/format';
import styles from './ConfusionTable.module.css';

/** Which class it takes for which: the darker, the more of that row. */
export function ConfusionTable({ classes }: { classes: ClassReport }) {
  const { t } = useTranslation();
  const { labels, confusion } = classes;
  return (
    <table className={styles.confusion} data-testid="finetune-confusion">
      <caption>{t('finetune.confusion.caption')}</caption>
      <thead>
        <tr>
          <td />
          {labels.map((label) => (
            <th key={label} scope="col">
              <small>{t('finetune.confusion.predictedLabel')}</small> {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {confusion.map((row, label) => {
          const all = Math.max(
            1,
            row.reduce((sum, count) => sum + count, 0),
          );
          return (
            <tr key={labels[label]}>
              <th scope="row">
                <small>{t('finetune.confusion.trueLabel')}</small> {labels[label]}
              </th>
              {row.map((count, predicted) => (
                <td
                  key={labels[predicted]}
                  data-right={label === predicted || undefined}
                  style={
                    { '--share': `${Math.round((100 * count) / all)}%` } as React.CSSProperties
                  }
                >
                  {formatCount(count)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
