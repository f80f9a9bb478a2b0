import { useTranslation } from 'react-i18next';
import type { DistillRow } from '../../../host/protocol/distill';
import { DISTILL_IDS } from '../../../host/studies/distill/ids';
import { DataTable } from '../../kit/DataTable';
import { useErrorWords } from '../../kit/useErrorWords';
import styles from './distill.module.css';
import { FIGURES, figuresOf } from './figures';

/** Teacher, student alone, student distilled, and that one in INT8. */
export function DistillTable({ rows }: { rows: readonly DistillRow[] }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  if (rows.length === 0) return null;
  const figures = figuresOf(rows);
  const ordered = DISTILL_IDS.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  return (
    <div className={styles.section}>
      <h2>{t('distill.table.title')}</h2>
      <p className={styles.help}>{t('distill.table.help')}</p>
      <DataTable caption={t('distill.table.title')} testId="distill-table">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('distill.table.model')}
            </th>
            {figures.map((id) => (
              <th key={id} scope="col" title={t(`distill.about.${id}`)}>
                {t(`distill.figure.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((row) => (
            <tr
              key={row.id}
              data-testid="distill-row"
              data-chosen={row.id === 'distilled' || undefined}
            >
              <th scope="row" data-kind="text">
                {t(`distill.row.${row.id}`)}
              </th>
              {row.error ? (
                <td colSpan={figures.length}>{words(row.error)}</td>
              ) : (
                figures.map((id) => <td key={id}>{FIGURES[id](row)}</td>)
              )}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  );
}
