import { useTranslation } from 'react-i18next';
import { formatCount } from '../format';
import { useBenchStore, useLanguage } from '../stores/context';
import styles from './tune.module.css';

/** Which class it takes for which: the darker, the more of that row. */
export function Confusion() {
  const { t } = useTranslation();
  const language = useLanguage();
  const classes = useBenchStore(
    (stores) => stores.tune,
    ({ update }) => update?.live?.evals.at(-1)?.classes,
  );
  if (!classes) return null;
  const { labels, confusion } = classes;
  return (
    <section className={styles.section} aria-labelledby="tune-confusion">
      <h2 id="tune-confusion">{t('tune.confusion.title')}</h2>
      <table className={styles.confusion} data-testid="tune-confusion">
        <caption>{t('tune.confusion.caption')}</caption>
        <thead>
          <tr>
            <td />
            {labels.map((label) => (
              <th key={label} scope="col">
                <small>{t('tune.confusion.says')}</small> {label}
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
                  <small>{t('tune.confusion.isReally')}</small> {labels[label]}
                </th>
                {row.map((count, predicted) => (
                  <td
                    key={labels[predicted]}
                    data-right={label === predicted || undefined}
                    style={
                      { '--share': `${Math.round((100 * count) / all)}%` } as React.CSSProperties
                    }
                  >
                    {formatCount(count, language)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
