import { Suspense, type CSSProperties, type ReactNode } from 'react';
import styles from './Chart.module.css';

/** The room of a chart, which is there before the code that draws it. */
export function ChartFrame(props: {
  label: string;
  height: number;
  testId?: string | undefined;
  /** Without a frame of its own. */
  isBare?: boolean;
  children: ReactNode;
}) {
  const { label, height, testId, isBare, children } = props;
  return (
    <figure
      className={styles.chart}
      aria-label={label}
      data-testid={testId}
      data-bare={isBare || undefined}
    >
      <div style={{ height } satisfies CSSProperties}>
        <Suspense fallback={null}>{children}</Suspense>
      </div>
    </figure>
  );
}
