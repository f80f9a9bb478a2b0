import { useTranslation } from 'react-i18next';
import type { DistillRow } from '../../../host/protocol/distill';
import { DISTILL_IDS } from '../../../host/studies/distill/ids';
import { DataTable } from '../../kit/DataTable';
import { useErrorWords } from '../../kit/useErrorWords';
import styles from './distill.module.css';
import { FIGURES, figuresOf } from '../../../host/studies/distill/figures';
import { wordsOf } from './figures';

/** Teacher, student alone, student distilled, and that one in INT8. */
export function DistillTable({ rows }: { rows: readonly DistillRow[] }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  if (rows.length === 0) return null;
  const figures = figuresOf(rows);
  const ordered = DISTILL_IDS.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  return (
    <div className={styles.section}>
      <h2>{t('common.results')}</h2>
      <p className={styles.help}>{t('distill.table.help')}</p>
      <DataTable
        caption={t('common.results')}
        testId="distill-table"
        rows={ordered}
        keyOf={({ id }) => id}
        lookOf={({ id }) => ({ testId: 'distill-row', isChosen: id === 'distilled' })}
        insteadOf={({ error }) => error && words(error)}
        columns={[
          {
            id: 'model',
            header: t('distill.table.model'),
            kind: 'text',
            isRowHeader: true,
            cell: ({ id }) => t(`distill.row.${id}`),
          },
          ...figures.map((id) => ({
            id,
            header: t(`distill.figure.${id}`),
            title: t(`distill.about.${id}`),
            value: (row: DistillRow) => FIGURES[id].of(row)?.mean,
            cell: (row: DistillRow) => wordsOf(id, row),
          })),
        ]}
      />
    </div>
  );
}
