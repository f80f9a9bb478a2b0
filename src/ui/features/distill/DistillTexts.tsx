import { useTranslation } from 'react-i18next';
import type { DistillRow } from '../../../host/protocol/distill';
import { DISTILL_IDS } from '../../../host/studies/distill/ids';
import { TextCards } from '../study/TextCards';
import styles from './distill.module.css';

/** What each writes from the same prompt and seed. */
export function DistillTexts({ rows }: { rows: readonly DistillRow[] }) {
  const { t } = useTranslation();
  const written = DISTILL_IDS.flatMap((id) => {
    const text = rows.find((row) => row.id === id)?.text;
    return text ? [{ id, text }] : [];
  });
  if (written.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="distill-texts">
      <h2 id="distill-texts">{t('compare.texts.title')}</h2>
      <TextCards
        cards={written.map(({ id, text }) => ({ key: id, title: t(`distill.row.${id}`), text }))}
      />
    </section>
  );
}
