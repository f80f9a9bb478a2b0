import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../experiments/experiment';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore } from '../../stores/context';
import styles from './ExperimentFacts.module.css';

/** What the model will read, whose it is, and under which licence. */
export function ExperimentFacts({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const corpus = experiment.config.data.corpus;
  const imported = useBenchStore('texts', (state) => state.texts[corpus]);
  const excerpt = imported?.excerpt ?? experiment.excerpt;
  return (
    <section className={styles.facts}>
      {excerpt !== '' && (
        <figure>
          <figcaption className={styles.caption}>{t('intro.trainingText')}</figcaption>
          <blockquote className={styles.excerpt} data-voice={experiment.voice}>
            {excerpt}
          </blockquote>
        </figure>
      )}
      <dl className={styles.list}>
        <div>
          <dt>{t('common.source')}</dt>
          <dd>{experiment.source[language]}</dd>
        </div>
        {experiment.licence !== 'yours' && (
          <div>
            <dt>{t('intro.licence')}</dt>
            <dd>{experiment.licence}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
