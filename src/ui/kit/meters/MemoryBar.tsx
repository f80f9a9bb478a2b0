import { useTranslation } from 'react-i18next';
import type { MemoryBreakdown } from '../../../host/protocol/run';
import { formatBytes } from '../format';
import { MEMORY_KINDS } from './memory';
import styles from './MemoryBar.module.css';

/** GPU memory by kind as one stacked bar. */
export function MemoryBar({ memory, totalBytes }: { memory: MemoryBreakdown; totalBytes: number }) {
  const { t } = useTranslation();
  return (
    <span
      className={styles.bar}
      role="img"
      aria-label={t('memory.bar', { total: formatBytes(totalBytes) })}
    >
      {MEMORY_KINDS.filter((kind) => memory[kind] > 0).map((kind) => (
        <span
          key={kind}
          className={styles.segment}
          title={`${t(`memory.${kind}`)}: ${formatBytes(memory[kind])}`}
          style={{ flexGrow: memory[kind], background: `var(--mem-${kind})` }}
        />
      ))}
    </span>
  );
}

/** The same with names and figures. */
export function MemoryTable({ memory }: { memory: MemoryBreakdown }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.table}>
      {MEMORY_KINDS.filter((kind) => memory[kind] > 0).map((kind) => (
        <div key={kind}>
          <dt>
            <span className={styles.swatch} style={{ background: `var(--mem-${kind})` }} />
            {t(`memory.${kind}`)}
          </dt>
          <dd>{formatBytes(memory[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}
