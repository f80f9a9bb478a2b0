import { useTranslation } from 'react-i18next';
import { DISTIL_IDS, type DistilRow } from '../../../host/protocol/distill';
import { TextCards } from '../study/TextCards';
import styles from './distil.module.css';

/** What each writes from the same prompt and seed. */
export function DistilTexts({ rows }: { rows: readonly DistilRow[] }) {
  const { t } = useTranslation();
  const written = DISTIL_IDS.flatMap((id) => {
    const text = rows.find((row) => row.id === id)?.text;
    return text ? [{ id, text }] : [];
  });
  if (written.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="distil-texts">
      <h2 id="distil-texts">{t('distil.texts')}</h2>
      <TextCards
        cards={written.map(({ id, text }) => ({ key: id, title: t(`distil.row.${id}`), text }))}
      />
    </section>
  );
}
