import { useEffect, useRef } from 'react';
import { useErrorWords } from '../../../kit/useErrorWords';
import styles from '../models.module.css';
import { useBenchStore } from '../../../stores/context';

/** Why a model was not added, beside the place where models are added: it comes into view by itself. */
export function ModelError() {
  const words = useErrorWords();
  const error = useBenchStore('models', (state) => state.error);
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no clean-up.
    line.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (!error) return null;
  return (
    <p ref={line} role="alert" className={styles.error} data-testid="models-error">
      {words(error)}
    </p>
  );
}
