import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import type { RefusedArgument } from '../../training/io/arguments/trainingArguments';
import { noteIn } from '../i18n/notes/noteIn';
import { useErrorWords } from '../kit/useErrorWords';
import { useBench } from '../stores/context';
import type { Draft } from '../stores/drafts';
import styles from './ArgumentsPanel.module.css';

/** What a JSON of arguments imported: how many were taken, and every name that was not. */
export function ImportResult({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const { imported } = draft;
  if (!imported) return null;
  const inLanguage = (fields: RefusedArgument['fields']) =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'string' ? noteIn(value) : value,
      ]),
    );
  return (
    <section className={styles.result} role="status" data-testid="arguments-result">
      {'error' in imported ? (
        <p>{words(imported.error)}</p>
      ) : (
        <>
          <p>{t('arguments.taken', { n: imported.taken.length })}</p>
          {imported.refused.map(({ name, code, fields }) => (
            <p key={name} className={styles.refused}>
              <code>{name}</code>{' '}
              {t('arguments.refused', {
                reason: t(`arguments.reason.${code}`, inLanguage(fields)),
              })}
            </p>
          ))}
          {imported.ignored.length > 0 && (
            <>
              <p>{t('arguments.ignored')}</p>
              <p>
                {imported.ignored.map(({ name, note }) => (
                  <code key={name} title={noteIn(note)}>
                    {name}
                  </code>
                ))}
              </p>
            </>
          )}
          {imported.leftOut.length > 0 && (
            <>
              <p>{t('arguments.leftOut')}</p>
              <p>
                {imported.leftOut.map((name) => (
                  <code key={name}>{name}</code>
                ))}
              </p>
            </>
          )}
        </>
      )}
      <Button
        look="quiet"
        size="small"
        onPress={() => bench.drafts.getState().forgetImport(experimentId)}
      >
        {t('app.dismiss')}
      </Button>
    </section>
  );
}
