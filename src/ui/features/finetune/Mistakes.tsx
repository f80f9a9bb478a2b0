import { useTranslation } from 'react-i18next';
import { DataTable } from '../../kit/DataTable';
import { formatPercent } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

/** The held-out examples that it got wrong most confidently. */
export function Mistakes() {
  const { t } = useTranslation();
  const last = useBenchStore('finetune', ({ update }) => update?.result.live?.evals.at(-1));
  if (!last?.classes) return null;
  const { labels, mistakes } = last.classes;
  return (
    <section className={styles.section} aria-labelledby="finetune-mistakes">
      <h2 id="finetune-mistakes">{t('finetune.errors.title')}</h2>
      {mistakes.length === 0 ? (
        <p className={styles.help}>{t('finetune.errors.none')}</p>
      ) : (
        <DataTable caption={t('finetune.errors.caption')} className={styles.words}>
          <thead>
            <tr>
              <th scope="col" data-kind="text">
                {t('finetune.examples.text')}
              </th>
              <th scope="col" data-kind="text">
                {t('finetune.errors.trueLabel')}
              </th>
              <th scope="col" data-kind="text">
                {t('finetune.errors.predictedLabel')}
              </th>
              <th scope="col">{t('finetune.errors.confidence')}</th>
            </tr>
          </thead>
          <tbody>
            {mistakes.map(({ index, label, predicted, probability }, place) => (
              <tr key={index}>
                <td data-kind="text">{last.mistaken?.[place]?.text}</td>
                <td data-kind="text">{labels[label]}</td>
                <td data-kind="text">{labels[predicted]}</td>
                <td>{formatPercent(probability)}</td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </section>
  );
}
