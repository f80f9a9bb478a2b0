import { useTranslation } from 'react-i18next';
import { DISTIL_IDS, type DistilRow } from '../../../host/protocol/distill';
import { DataTable } from '../../kit/DataTable';
import { useErrorWords } from '../../kit/useErrorWords';
import styles from './distil.module.css';
import { FIGURES, figuresOf } from './figures';

/** Teacher, student alone, student taught, and that one in INT8. */
export function DistilTable({ rows }: { rows: readonly DistilRow[] }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  if (rows.length === 0) return null;
  const figures = figuresOf(rows);
  const ordered = DISTIL_IDS.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  return (
    <div className={styles.section}>
      <h2>{t('distil.table.title')}</h2>
      <p className={styles.help}>{t('distil.table.help')}</p>
      <DataTable caption={t('distil.table.title')} testId="distil-table">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('distil.table.model')}
            </th>
            {figures.map((id) => (
              <th key={id} scope="col" title={t(`distil.about.${id}`)}>
                {t(`distil.figure.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((row) => (
            <tr
              key={row.id}
              data-testid="distil-row"
              data-chosen={row.id === 'distilled' || undefined}
            >
              <th scope="row" data-kind="text">
                {t(`distil.row.${row.id}`)}
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
