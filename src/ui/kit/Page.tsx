import type { ReactNode } from 'react';
import { Glossed } from './glossary/Glossed';
import styles from './Page.module.css';
import { usePageTitle } from './usePageTitle';

/** A page of its own: its name, whom it is about, what it is for in a sentence, and the rest. */
export function Page(props: {
  title: string;
  subject?: string | undefined;
  lead?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}) {
  const { title, subject, lead, className = '', children } = props;
  usePageTitle(subject === undefined ? title : `${title}: ${subject}`);
  return (
    <article className={`${styles.page} ${className}`}>
      <h1>
        {title}
        {subject !== undefined && <small className={styles.subject}>{subject}</small>}
      </h1>
      {lead !== undefined && (
        <p className={styles.lead}>{typeof lead === 'string' ? <Glossed>{lead}</Glossed> : lead}</p>
      )}
      {children}
    </article>
  );
}
