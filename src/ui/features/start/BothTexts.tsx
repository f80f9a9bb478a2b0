import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBothTexts } from './useBothTexts';
import { useReadyModel } from './useReadyModel';
import styles from './BothTexts.module.css';

/** The same prompt, answered by the model that grows and by the one that has grown. */
export default function BothTexts() {
  const { t } = useTranslation();
  const model = useReadyModel();
  const { prompt, step, parts, grown } = useBothTexts(model);
  const words = parts.filter(({ isWord }) => isWord);
  const known = words.filter(({ isKnown }) => isKnown).length;
  const section = useRef<HTMLElement>(null);
  // It has come below what was looked at.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <section
      ref={section}
      className={styles.both}
      aria-labelledby="both-title"
      data-testid="both-texts"
    >
      <header>
        <h2 id="both-title">{t('start.both')}</h2>
        <p>{t('start.bothHelp')}</p>
      </header>
      <div className={styles.pair}>
        <figure>
          <figcaption>
            {step === undefined ? t('start.growingSoon') : t('start.growing', { step })}
            {words.length > 0 && (
              <span data-testid="known-words" data-value={known / words.length}>
                {t('start.known', { known, count: words.length })}
              </span>
            )}
          </figcaption>
          <p className={styles.text} data-testid="growing-text">
            <b>{prompt}</b>
            {parts.map(({ text, isWord, isKnown }, index) => (
              <span key={index} data-known={isWord ? isKnown : undefined}>
                {text}
              </span>
            ))}
          </p>
        </figure>
        <figure>
          <figcaption>{t('start.grown')}</figcaption>
          <p className={styles.text} data-testid="grown-text">
            <b>{prompt}</b>
            {grown}
          </p>
        </figure>
      </div>
    </section>
  );
}
