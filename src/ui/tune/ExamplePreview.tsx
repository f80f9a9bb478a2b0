import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { examplesOfSet } from '../../training/data/exampleSets';
import { DataTable } from '../components/DataTable';
import { useBenchStore } from '../stores/context';
import styles from './tune.module.css';
import { setOf } from './tuneRequest';

const SHOWN = 6;

/** The first examples of the chosen set. */
export function ExamplePreview() {
  const { t } = useTranslation();
  const chosen = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => choices.set,
  );
  const { labels, train } = useMemo(() => {
    const set = setOf({ set: chosen });
    return examplesOfSet(set, { set: set.id, train: SHOWN, validation: 1, seed: 1 }, 1);
  }, [chosen]);
  const isAnswer = labels.length === 0;
  return (
    <section className={styles.section} aria-labelledby="tune-examples">
      <h2 id="tune-examples">{t('tune.examples.title')}</h2>
      <DataTable caption={t('tune.examples.caption')} className={styles.words}>
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t(isAnswer ? 'tune.examples.prompt' : 'tune.examples.text')}
            </th>
            <th scope="col" data-kind="text">
              {t(isAnswer ? 'tune.examples.answer' : 'tune.examples.label')}
            </th>
          </tr>
        </thead>
        <tbody>
          {train.map(({ text, second, label }) => (
            <tr key={text}>
              <td data-kind="text">{text}</td>
              <td data-kind="text">{isAnswer ? second : labels[label]}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}
