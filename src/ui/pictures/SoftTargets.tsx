import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../kit/format';
import styles from './pictures.module.css';

/** Made up: what a model that has read stories might think of the next word. */
const LOGITS = [
  ['first', 3.2],
  ['second', 2.9],
  ['third', 2.1],
  ['fourth', 0.4],
  ['fifth', -2.6],
] as const;
/** The one that follows in the text. */
const IN_TEXT = 2;

/** Softmax of the logits at a temperature. */
function sharesAt(temperature: number): number[] {
  const powers = LOGITS.map(([, logit]) => Math.exp((logit - LOGITS[0][1]) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** What a student hears from the text, and what from a teacher at this temperature. */
export function SoftTargets({ temperature }: { temperature: number }) {
  const { t } = useTranslation();
  const voices = [
    { title: t('pictures.soft.text'), shares: LOGITS.map((_, i) => (i === IN_TEXT ? 1 : 0)) },
    { title: t('pictures.soft.teacher', { temperature }), shares: sharesAt(temperature) },
  ];
  return (
    <figure className={styles.picture} data-testid="soft-targets">
      <p className={styles.prompt}>
        {t('pictures.soft.prompt')} <span>?</span>
      </p>
      <div className={styles.voices}>
        {voices.map(({ title, shares }) => (
          <section key={title}>
            <h2>{title}</h2>
            <ol>
              {LOGITS.map(([word], i) => (
                <li key={word} style={{ '--share': shares[i] } as CSSProperties}>
                  <span>{t(`pictures.soft.word.${word}`)}</span>
                  <i />
                  <b>{formatPercent(shares[i]!)}</b>
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
      <figcaption>{t('pictures.soft.caption')}</figcaption>
    </figure>
  );
}
