import { Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../kit/Field';
import { Button } from '../../kit/Button';
import { useBench, useBenchStore } from '../../stores/context';
import styles from '../../kit/panel.module.css';
import vocabulary from './Vocabulary.module.css';
import { compareVocabularies } from '../../sources/dataActions';
import type { VocabularySetting } from '../../sources/dataStore';
import { JobProgress } from '../../sources/JobProgress';
import { TokenView } from './TokenView';
import { VocabularyTable } from './VocabularyTable';

/** Vocabularies trained on the same text, side by side, and what each makes of a sentence. */
export function VocabularyPanel() {
  const { t } = useTranslation();
  const bench = useBench();
  const vocabularies = useBenchStore('data', (state) => state.vocabularies);
  const rows = useBenchStore('data', (state) => state.rows);
  const chosen = useBenchStore('data', (state) => state.chosen);
  const isBusy = useBenchStore('data', ({ job }) => job !== null);
  const row = rows.find(({ vocabularyId }) => vocabularyId === chosen);
  const set = (index: number, change: Partial<VocabularySetting>) =>
    bench.data.setState({
      vocabularies: vocabularies.map((each, i) => (i === index ? { ...each, ...change } : each)),
    });
  return (
    <section className={styles.panel} aria-labelledby="data-vocabularies">
      <h2 id="data-vocabularies">{t('data.vocabulary.title')}</h2>
      <p>{t('data.vocabulary.lead')}</p>
      <ul className={vocabulary.vocabularies}>
        {vocabularies.map(({ kind, vocabSize, isOn }, index) => (
          <li key={index} className={styles.controls}>
            <label>
              <input
                type="checkbox"
                checked={isOn}
                onChange={(event) => set(index, { isOn: event.target.checked })}
              />
              {t(`settings.choice.${kind}`)}
            </label>
            {(kind === 'bpe' || kind === 'wordpiece') && (
              <NumberField
                label={t('setting.vocab_size.label')}
                value={vocabSize}
                min={300}
                max={32_768}
                onChange={(size) => set(index, { vocabSize: size })}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <Button
          look={rows.length > 0 ? 'plain' : 'signal'}
          icon={<Scissors size={15} aria-hidden />}
          testId="data-compare"
          isDisabled={isBusy || !vocabularies.some(({ isOn }) => isOn)}
          onPress={() => void compareVocabularies(bench)}
        >
          {t('data.vocabulary.start')}
        </Button>
      </div>
      <JobProgress kinds={['vocabularies']} />
      {rows.length > 0 && <VocabularyTable rows={rows} />}
      {row && <TokenView key={row.vocabularyId} row={row} />}
    </section>
  );
}
