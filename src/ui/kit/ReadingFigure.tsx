import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ReadingFigure.module.css';

const EVERY_MS = 420;
const START_SHARE = 0.18;

/** More and more of its guesses are right towards the end of the line, as in a real run. */
function guessAt(text: string, guesses: string, at: number): string {
  const luck = ((at * 7919) % 97) / 97;
  return luck < at / text.length ? (text[at] ?? '') : (guesses[(at * 5) % guesses.length] ?? '');
}

/** A line of text, read letter by letter: a guess appears, then the truth. */
export function ReadingFigure() {
  const { t } = useTranslation();
  const text = t('intro.figureText');
  const start = Math.round(text.length * START_SHARE);
  const [tick, setTick] = useState(start * 2 + 1);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(
      () => setTick((now) => (now + 1 >= text.length * 2 ? start * 2 : now + 1)),
      EVERY_MS,
    );
    return () => clearInterval(timer);
  }, [text, start]);
  const at = Math.min(tick >> 1, text.length - 1);
  const isReported = tick % 2 === 1;
  const guess = guessAt(text, t('intro.figureGuesses'), at);
  const isRight = guess === text[at];
  return (
    <figure className={styles.figure}>
      <p className={styles.line} aria-hidden>
        <span>{text.slice(0, at)}</span>
        <span
          className={styles.box}
          data-mark={isReported ? (isRight ? 'right' : 'wrong') : 'open'}
        >
          {guess === ' ' ? '␣' : guess}
        </span>
        <span className={styles.ahead}>{text.slice(at)}</span>
      </p>
      <figcaption className={styles.caption}>{t('intro.figure')}</figcaption>
    </figure>
  );
}
