import { useTranslation } from 'react-i18next';
import source from '../../sources/Source.module.css';
import { useData } from '../../sources/useData';

const SHOWN = 6;

/** The first documents as they were read, and the first rows that were refused, with the reason. */
export function PreviewTable() {
  const { t } = useTranslation();
  const preview = useData((state) => state.preview);
  if (!preview) return null;
  return (
    <div className={source.preview} data-testid="data-preview">
      <div>
        <h3>{t('data.preview.documents')}</h3>
        {preview.documents.length === 0 && <p>{t('data.preview.none')}</p>}
        <ol className={source.documents}>
          {preview.documents.slice(0, SHOWN).map((text, i) => (
            <li key={i}>{text}</li>
          ))}
        </ol>
      </div>
      {preview.refused.length > 0 && (
        <div data-testid="data-refused">
          <h3>{t('data.preview.refused')}</h3>
          <ul className={source.refused}>
            {preview.refused.map(({ row, code, excerpt }) => (
              <li key={row}>
                <span>
                  {t('data.preview.row', { row })}: {t(`data.refused.${code}`)}
                </span>
                <code>{excerpt}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
