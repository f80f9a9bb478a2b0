import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../kit/ErrorText';
import { useBench, useIsOnCpu, useRun } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import styles from './KernelsPage.module.css';

/** The WGSL of one dispatch, exactly as a GPU compiles it. */
export function KernelSource({ index }: { index: number }) {
  const { t } = useTranslation();
  const { lab } = useBench();
  const isOnCpu = useIsOnCpu();
  const runId = useRun((run) => run?.runId);
  const source = useAnswer(
    runId === undefined ? null : `${runId} ${index}`,
    () => lab.kernelSource(runId!, index),
    0,
  );
  if (!source) return <p className={styles.note}>{t('app.loading')}</p>;
  if ('code' in source) return <ErrorText error={source} />;
  const overrides = Object.entries(source.overrides);
  return (
    <div className={styles.source}>
      <p>
        {t(isOnCpu ? 'kernels.entryOnCpu' : 'kernels.entry')} <code>{source.entry}</code>
        {overrides.map(([name, value]) => (
          <code key={name}>
            {name} = {value}
          </code>
        ))}
      </p>
      <pre tabIndex={0} role="region" aria-label="WGSL" data-testid="kernel-wgsl">
        {source.wgsl}
      </pre>
    </div>
  );
}
