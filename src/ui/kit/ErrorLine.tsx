import type { ReactNode } from 'react';
import type { LabErrorData } from '../../host/protocol/error';
import styles from './ErrorLine.module.css';
import { useErrorWords } from './useErrorWords';

/** What went wrong, said at once by a screen reader. */
export function ErrorLine(props: { error: LabErrorData | null | undefined; children?: ReactNode }) {
  const words = useErrorWords();
  if (!props.error) return null;
  return (
    <p role="alert" className={styles.error}>
      {words(props.error)} {props.children}
    </p>
  );
}
