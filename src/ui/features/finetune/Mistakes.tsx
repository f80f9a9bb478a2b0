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
        <DataTable
          caption={t('finetune.errors.caption')}
          className={styles.words}
          rows={mistakes.map((mistake, place) => ({
            ...mistake,
            text: last.mistaken?.[place]?.text ?? '',
          }))}
          keyOf={({ index }) => String(index)}
          columns={[
            {
              id: 'text',
              header: t('common.text'),
              kind: 'text',
              value: ({ text }) => text,
              cell: ({ text }) => text,
            },
            {
              id: 'label',
              header: t('finetune.errors.trueLabel'),
              kind: 'text',
              value: ({ label }) => labels[label],
              cell: ({ label }) => labels[label],
            },
            {
              id: 'predicted',
              header: t('finetune.errors.predictedLabel'),
              kind: 'text',
              value: ({ predicted }) => labels[predicted],
              cell: ({ predicted }) => labels[predicted],
            },
            {
              id: 'probability',
              header: t('finetune.errors.confidence'),
              value: ({ probability }) => probability,
              cell: ({ probability }) => formatPercent(probability),
            },
          ]}
        />
      )}
    </section>
  );
}
