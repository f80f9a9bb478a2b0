import type { ReactNode } from 'react';
import { Glossed } from './glossary/Glossed';
import styles from './Section.module.css';

/** A part of a page, named by its heading, with a sentence on what it shows. */
export function Section(props: {
  /** Of the heading. */
  id: string;
  title: ReactNode;
  help?: ReactNode;
  className?: string;
  testId?: string;
  children: ReactNode;
}) {
  const { id, title, help, className = '', testId, children } = props;
  return (
    <section className={`${styles.section} ${className}`} aria-labelledby={id} data-testid={testId}>
      <h2 id={id}>{title}</h2>
      {help !== undefined && <Help>{help}</Help>}
      {children}
    </section>
  );
}

/** A sentence beside what it is about. */
export function Help({ children, testId }: { children: ReactNode; testId?: string }) {
  return (
    <p className={styles.help} data-testid={testId}>
      {typeof children === 'string' ? <Glossed>{children}</Glossed> : children}
    </p>
  );
}
