import styles from './Examples.module.css';

const NAMED = /(\[(?:CLS|SEP|MASK|PAD)\]|⟨\d+⟩)/;

/** Text with the tokens that stand for something else marked. */
export function Words({ text }: { text: string }) {
  return (
    <span className={styles.words}>
      {text
        .split(NAMED)
        .map((piece, i) =>
          NAMED.test(piece) ? <mark key={i}>{piece}</mark> : <span key={i}>{piece}</span>,
        )}
    </span>
  );
}
