import type { ReactNode } from 'react';
import styles from './DataTable.module.css';
import visible from './visible.module.css';

/**
 * A table of figures that scrolls by itself where it is wider than the page. Cells stand to the right;
 * `data-kind="text"` puts one to the left, `data-kind="code"` also in the letters of code.
 */
export function DataTable(props: {
  caption: string;
  /** Words above the table instead of a caption for screen readers alone. */
  isCaptionShown?: boolean;
  className?: string | undefined;
  testId?: string;
  children: ReactNode;
}) {
  const { caption, isCaptionShown = false, className = '', testId, children } = props;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={`${styles.table} ${className}`} data-testid={testId}>
        <caption className={isCaptionShown ? styles.shown : visible.hidden}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}
