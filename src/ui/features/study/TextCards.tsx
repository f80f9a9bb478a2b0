import type { ReactNode } from 'react';
import styles from './TextCards.module.css';

/** What several models write, side by side. */
export function TextCards(props: {
  cards: readonly {
    readonly key: string;
    readonly title: ReactNode;
    readonly text: ReactNode;
    readonly note?: string | undefined;
  }[];
}) {
  return (
    <ul className={styles.cards}>
      {props.cards.map(({ key, title, text, note }) => (
        <li key={key}>
          <h3>{title}</h3>
          <p>{text}</p>
          {note !== undefined && <small>{note}</small>}
        </li>
      ))}
    </ul>
  );
}
