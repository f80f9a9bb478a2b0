import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { KernelSource as Source } from '../../../host/protocol/run';
import { useErrorWords } from '../../kit/useErrorWords';
import { useBench, useRun } from '../../stores/context';
import styles from './KernelsPage.module.css';

/** The WGSL of one dispatch, exactly as it is compiled. */
export function KernelSource({ index }: { index: number }) {
  const { t } = useTranslation();
  const { lab } = useBench();
  const words = useErrorWords();
  const runId = useRun((run) => run?.runId);
  const [source, setSource] = useState<Source | null>(null);
  const [error, setError] = useState<LabErrorData | null>(null);
  useEffect(() => {
    if (runId === undefined) return;
    let isCurrent = true;
    lab.kernelSource(runId, index).then(
      (found) => isCurrent && setSource(found),
      (thrown: unknown) => isCurrent && setError(toErrorData(thrown)),
    );
    return () => {
      isCurrent = false;
    };
  }, [lab, runId, index]);
  if (error) return <p role="alert">{words(error)}</p>;
  if (!source) return <p className={styles.note}>{t('app.loading')}</p>;
  const overrides = Object.entries(source.overrides);
  return (
    <div className={styles.source}>
      <p>
        {t('kernels.entry')} <code>{source.entry}</code>
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
