import type { ReactNode } from 'react';
import type { LabErrorData } from '../../host/protocol/error';
import styles from './ErrorText.module.css';
import { useErrorWords } from './useErrorWords';

export function Alert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className={styles.alert}>
      {children}
    </p>
  );
}

/** What went wrong, if anything did, in the page's language. */
export function ErrorText(props: { error: LabErrorData | null; children?: ReactNode }) {
  const { error, children } = props;
  const words = useErrorWords();
  if (!error) return null;
  return (
    <Alert>
      {words(error)} {children}
    </Alert>
  );
}
