import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../kit/DataTable';
import type { Column } from '../../kit/columns';
import { formatCount } from '../../kit/format';
import styles from './PreviewTable.module.css';
import { useBenchStore } from '../../stores/context';

interface Document {
  readonly index: number;
  readonly text: string;
}

/** The first documents as they were read, and the first rows that were refused, with the reason. */
export function PreviewTable() {
  const { t } = useTranslation();
  const preview = useBenchStore('data', (state) => state.preview);
  const documents = useMemo(
    () => preview?.documents.map((text, index): Document => ({ text, index })) ?? [],
    [preview],
  );
  const columns = useMemo(
    (): Column<Document>[] => [
      {
        id: 'index',
        header: t('common.number'),
        width: '5em',
        value: ({ index }) => index,
        cell: ({ index }) => formatCount(index + 1),
      },
      {
        id: 'text',
        header: t('common.text'),
        kind: 'text',
        isRowHeader: true,
        value: ({ text }) => text,
        cell: ({ text }) => <p className={styles.text}>{text}</p>,
      },
      {
        id: 'characters',
        header: t('data.preview.characters'),
        width: '8em',
        value: ({ text }) => text.length,
        cell: ({ text }) => formatCount(text.length),
      },
    ],
    [t],
  );
  if (!preview) return null;
  return (
    <div className={styles.preview} data-testid="data-preview">
      <h3>{t('data.preview.documents')}</h3>
      {documents.length === 0 ? (
        <p>{t('data.preview.none')}</p>
      ) : (
        <DataTable
          caption={t('data.preview.documents')}
          rows={documents}
          keyOf={({ index }) => String(index)}
          columns={columns}
        />
      )}
      {preview.refused.length > 0 && (
        <div data-testid="data-refused">
          <h3>{t('data.preview.refused')}</h3>
          <DataTable
            caption={t('data.preview.refused')}
            rows={preview.refused}
            keyOf={({ row }) => String(row)}
            columns={[
              {
                id: 'row',
                header: t('data.preview.reason'),
                kind: 'text',
                isRowHeader: true,
                width: '38%',
                value: ({ row }) => row,
                cell: ({ row, code }) =>
                  `${t('data.preview.row', { row })}: ${t(`data.refused.${code}`)}`,
              },
              {
                id: 'excerpt',
                header: t('data.preview.excerpt'),
                kind: 'code',
                value: ({ excerpt }) => excerpt,
                cell: ({ excerpt }) => <p className={styles.text}>{excerpt}</p>,
              },
            ]}
          />
        </div>
      )}
    </div>
  );
}
