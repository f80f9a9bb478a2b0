import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../kit/table/DataTable';
import { columnsOf } from '../../kit/table/columns';
import { formatCount } from '../../kit/format';
import styles from './PreviewTable.module.css';
import { useBenchStore } from '../../stores/context';

interface Document {
  readonly index: number;
  readonly text: string;
  readonly characters: number;
}

/** The first documents as they were read, and the first rows that were refused, with the reason. */
export function PreviewTable() {
  const { t } = useTranslation();
  const preview = useBenchStore('data', (state) => state.preview);
  const documents = useMemo(
    () =>
      preview?.documents.map((text, index): Document => ({
        index,
        text,
        characters: text.length,
      })) ?? [],
    [preview],
  );
  const columns = useMemo(() => {
    const column = columnsOf<Document>();
    return [
      column('index', t('common.number'), {
        width: '5em',
        format: (index) => formatCount(index + 1),
      }),
      column('text', t('common.text'), {
        kind: 'text',
        isRowHeader: true,
        format: (text) => <p className={styles.text}>{text}</p>,
      }),
      column('characters', t('data.preview.characters'), { width: '8em', format: formatCount }),
    ];
  }, [t]);
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
