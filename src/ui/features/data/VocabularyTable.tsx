import { useTranslation } from 'react-i18next';
import type { VocabularyRow } from '../../../host/data/tokenizerLibrary';
import { formatCount, formatDuration, formatPercent } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { columnsOf } from '../../kit/table/columns';
import { DataTable } from '../../kit/table/DataTable';
import styles from '../../kit/panel.module.css';
import vocabulary from './Vocabulary.module.css';

const twoDigits = (value: number): string => value.toFixed(2);

/** Compression and bits a byte of each vocabulary on the same held-out text; a press chooses one. */
export function VocabularyTable({ rows }: { rows: readonly VocabularyRow[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const chosen = useBenchStore('data', (state) => state.chosen);
  const flat = rows.map(({ figures, ...row }) => ({ ...row, ...figures }));
  const most = Math.max(...flat.map((row) => row.unigramBitsPerByte));
  const column = columnsOf<(typeof flat)[number]>();
  const bits = { format: (value: number) => <Bits value={value} most={most} /> };
  return (
    <>
      <DataTable
        caption={t('data.vocabulary.caption')}
        testId="data-vocabulary-table"
        rows={flat}
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
          column('vocabSize', t('setting.vocab_size.label'), { format: formatCount }),
          column('charsPerToken', t('data.vocabulary.charsPerToken'), { format: twoDigits }),
          column('bytesPerToken', t('data.vocabulary.bytesPerToken'), { format: twoDigits }),
          column('unigramBitsPerByte', t('data.vocabulary.unigram'), bits),
          column('bigramBitsPerByte', t('data.vocabulary.bigram'), bits),
          column('usedShare', t('data.vocabulary.used'), { format: formatPercent }),
          column('isLossless', t('data.vocabulary.lossless'), {
            value: ({ isLossless }) => Number(isLossless),
            format: (isLossless) => t(isLossless ? 'common.yes' : 'common.no'),
          }),
          column('elapsedMs', t('data.vocabulary.time'), {
            format: (timeMs) => (timeMs < 1000 ? '< 0:01' : formatDuration(timeMs)),
          }),
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
      {twoDigits(value)}
    </span>
  );
}
