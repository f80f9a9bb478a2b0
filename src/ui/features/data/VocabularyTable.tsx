import { useTranslation } from 'react-i18next';
import type { VocabularyRow } from '../../../host/data/tokenizerLibrary';
import { formatCount, formatDuration, formatPercent } from '../../kit/format';
import { useBench, useLanguage } from '../../stores/context';
import { DataTable } from '../../kit/DataTable';
import styles from '../../kit/panel.module.css';
import vocabulary from './Vocabulary.module.css';
import { useData } from '../../sources/useData';

/** Compression and bits a byte of each vocabulary on the same held-out text; a press chooses one. */
export function VocabularyTable({ rows }: { rows: readonly VocabularyRow[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const chosen = useData((state) => state.chosen);
  const most = Math.max(...rows.map(({ figures }) => figures.unigramBitsPerByte));
  return (
    <>
      <DataTable caption={t('data.vocabulary.caption')} testId="data-vocabulary-table">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('data.vocabulary.name')}
            </th>
            <th scope="col">{t('data.vocabulary.size')}</th>
            <th scope="col">{t('data.vocabulary.charsPerToken')}</th>
            <th scope="col">{t('data.vocabulary.bytesPerToken')}</th>
            <th scope="col">{t('data.vocabulary.unigram')}</th>
            <th scope="col">{t('data.vocabulary.bigram')}</th>
            <th scope="col">{t('data.vocabulary.used')}</th>
            <th scope="col">{t('data.vocabulary.lossless')}</th>
            <th scope="col">{t('data.vocabulary.time')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ vocabularyId, kind, figures, elapsedMs }) => (
            <tr key={vocabularyId} data-chosen={vocabularyId === chosen || undefined}>
              <th scope="row" data-kind="text">
                <label className={vocabulary.choice}>
                  <input
                    type="radio"
                    name="vocabulary"
                    checked={vocabularyId === chosen}
                    onChange={() => bench.data.setState({ chosen: vocabularyId })}
                  />
                  {t(`settings.choice.${kind}`)}
                </label>
              </th>
              <td>{formatCount(figures.vocabSize, language)}</td>
              <td>{figures.charsPerToken.toFixed(2)}</td>
              <td>{figures.bytesPerToken.toFixed(2)}</td>
              <td>
                <Bits value={figures.unigramBitsPerByte} most={most} />
              </td>
              <td>
                <Bits value={figures.bigramBitsPerByte} most={most} />
              </td>
              <td>{formatPercent(figures.usedShare)}</td>
              <td>
                {t(figures.isLossless ? 'data.vocabulary.isLossless' : 'data.vocabulary.isLossy')}
              </td>
              <td>{elapsedMs < 1000 ? '< 0:01' : formatDuration(elapsedMs)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p className={styles.note}>{t('data.vocabulary.note')}</p>
    </>
  );
}

function Bits({ value, most }: { value: number; most: number }) {
  return (
    <span className={vocabulary.bits}>
      <span className={vocabulary.bitsBar}>
        <span style={{ transform: `scaleX(${value / most})` }} />
      </span>
      {value.toFixed(2)}
    </span>
  );
}
