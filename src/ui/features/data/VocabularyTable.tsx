import { useTranslation } from 'react-i18next';
import type { VocabularyRow } from '../../../host/data/tokenizerLibrary';
import { formatCount, formatDuration, formatPercent } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { DataTable } from '../../kit/DataTable';
import styles from '../../kit/panel.module.css';
import vocabulary from './Vocabulary.module.css';

/** Compression and bits a byte of each vocabulary on the same held-out text; a press chooses one. */
export function VocabularyTable({ rows }: { rows: readonly VocabularyRow[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const chosen = useBenchStore('data', (state) => state.chosen);
  const most = Math.max(...rows.map(({ figures }) => figures.unigramBitsPerByte));
  return (
    <>
      <DataTable
        caption={t('data.vocabulary.caption')}
        testId="data-vocabulary-table"
        rows={rows}
        keyOf={({ vocabularyId }) => vocabularyId}
        lookOf={({ vocabularyId }) => ({ isChosen: vocabularyId === chosen })}
        columns={[
          {
            id: 'name',
            header: t('setting.tokenizer.label'),
            kind: 'text',
            isRowHeader: true,
            value: ({ kind }) => t(`settings.choice.${kind}`),
            cell: ({ vocabularyId, kind }) => (
              <label className={vocabulary.choice}>
                <input
                  type="radio"
                  name="vocabulary"
                  checked={vocabularyId === chosen}
                  onChange={() => bench.data.setState({ chosen: vocabularyId })}
                />
                {t(`settings.choice.${kind}`)}
              </label>
            ),
          },
          {
            id: 'size',
            header: t('setting.vocab_size.label'),
            value: ({ figures }) => figures.vocabSize,
            cell: ({ figures }) => formatCount(figures.vocabSize),
          },
          {
            id: 'charsPerToken',
            header: t('data.vocabulary.charsPerToken'),
            value: ({ figures }) => figures.charsPerToken,
            cell: ({ figures }) => figures.charsPerToken.toFixed(2),
          },
          {
            id: 'bytesPerToken',
            header: t('data.vocabulary.bytesPerToken'),
            value: ({ figures }) => figures.bytesPerToken,
            cell: ({ figures }) => figures.bytesPerToken.toFixed(2),
          },
          {
            id: 'unigram',
            header: t('data.vocabulary.unigram'),
            value: ({ figures }) => figures.unigramBitsPerByte,
            cell: ({ figures }) => <Bits value={figures.unigramBitsPerByte} most={most} />,
          },
          {
            id: 'bigram',
            header: t('data.vocabulary.bigram'),
            value: ({ figures }) => figures.bigramBitsPerByte,
            cell: ({ figures }) => <Bits value={figures.bigramBitsPerByte} most={most} />,
          },
          {
            id: 'used',
            header: t('data.vocabulary.used'),
            value: ({ figures }) => figures.usedShare,
            cell: ({ figures }) => formatPercent(figures.usedShare),
          },
          {
            id: 'lossless',
            header: t('data.vocabulary.lossless'),
            value: ({ figures }) => Number(figures.isLossless),
            cell: ({ figures }) => t(figures.isLossless ? 'common.yes' : 'common.no'),
          },
          {
            id: 'time',
            header: t('data.vocabulary.time'),
            value: ({ elapsedMs }) => elapsedMs,
            cell: ({ elapsedMs }) => (elapsedMs < 1000 ? '< 0:01' : formatDuration(elapsedMs)),
          },
        ]}
      />
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
