import { Fragment, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { enGlossary } from '../../i18n/glossary/en';
import styles from './Glossed.module.css';
import { termPieces } from './glossaryTerms';

type Word = keyof typeof enGlossary;
const WORDS = Object.keys(enGlossary) as Word[];

/** A text in which the glossary's terms are underlined with dots; each opens its sentence. */
export function Glossed({ children }: { children: string }) {
  const { t, i18n } = useTranslation();
  const pieces = useMemo(() => {
    const terms = WORDS.map((id) => ({ id, term: t(`glossary.${id}.term`) }));
    return termPieces(children, terms);
    // `t` stays the same where the language changes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [children, t, i18n.language]);
  return pieces.map(({ text, id }, index) =>
    id === null ? (
      <Fragment key={index}>{text}</Fragment>
    ) : (
      <Term key={index} id={id} text={text} />
    ),
  );
}

/** One term of the glossary, spelt as its sentence needs it. */
function Term({ id, text }: { id: Word; text: string }) {
  const { t } = useTranslation();
  const popoverId = useId();
  return (
    <>
      <button type="button" className={styles.term} popoverTarget={popoverId} data-testid="term">
        {text}
      </button>
      <span popover="auto" id={popoverId} className={styles.meaning} role="note">
        <strong>{t(`glossary.${id}.term`)}</strong>
        {t(`glossary.${id}.text`)}
      </span>
    </>
  );
}
