import { useState, type ReactNode } from 'react';
import styles from './Fold.module.css';

/** A part that is opened when it is wanted, and made only then. */
export function Fold(props: {
  title: string;
  lead: string;
  icon?: ReactNode;
  isOpenAtFirst?: boolean;
  testId: string;
  children: () => ReactNode;
}) {
  const { title, lead, icon, isOpenAtFirst = false, testId, children } = props;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <details
      className={styles.fold}
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      data-testid={testId}
    >
      <summary>
        {icon}
        <span>
          <h2>{title}</h2>
          <small>{lead}</small>
        </span>
      </summary>
      {isOpen && <div className={styles.inside}>{children()}</div>}
    </details>
  );
}
