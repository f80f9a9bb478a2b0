import type { ReactNode } from 'react';
import styles from './Page.module.css';
import { usePageTitle } from './usePageTitle';

/** A page of its own: its name, what it is for in a sentence, and the rest. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}) {
  const { title, lead, className = '', children } = props;
  usePageTitle(title);
  return (
    <article className={`${styles.page} ${className}`}>
      <h1>{title}</h1>
      {lead !== undefined && <p className={styles.lead}>{lead}</p>}
      {children}
    </article>
  );
}
