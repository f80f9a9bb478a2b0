import { Timer } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { KernelProfile, KernelRow } from '../../../host/protocol/run';
import { Button } from '../../kit/Button';
import { Segments } from '../../kit/Segments';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatBytes, formatCompact } from '../../kit/format';
import { useBench, useRun } from '../../stores/context';
import styles from './KernelsPage.module.css';
import { KernelTable } from './KernelTable';
import { groupByShader, withIndex } from './kernelGroups';
import { AutotunePanel } from './AutotunePanel';
import { useRole } from './useRole';

/** One training step as its list of GPU programs. */
export default function KernelsPage() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { rows, error, method, isMeasuring, measure } = useKernels();
  const [view, setView] = useState<'order' | 'shader'>('order');
  const [filter, setFilter] = useState('');
  const roleOf = useRole();
  const wanted = filter.trim().toLowerCase();
  const found = useMemo(
    () =>
      withIndex(rows).filter((row) =>
        [row.label, row.shader, row.weight ?? '', roleOf.layer(row), roleOf.role(row)]
          .join(' ')
          .toLowerCase()
          .includes(wanted),
      ),
    [rows, roleOf, wanted],
  );
  const shown = useMemo(() => (view === 'order' ? found : groupByShader(found)), [view, found]);
  return (
    <Page
      title={t('kernels.title')}
      lead={
        <>
          {t('kernels.lead')} <Link href="/check">{t('check.fromKernels')}</Link>
        </>
      }
    >
      {error && <p role="alert">{words(error)}</p>}
      {rows.length === 0 ? (
        <p className={styles.empty}>
          {t('kernels.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      ) : (
        <>
          <Totals rows={rows} />
          <div className={styles.measure}>
            <Button
              icon={<Timer size={15} aria-hidden />}
              testId="kernels-measure"
              isDisabled={isMeasuring}
              onPress={measure}
            >
              {t(method === null ? 'kernels.profile' : 'kernels.profileAgain')}
            </Button>
            <p data-testid="kernels-method" role="status">
              {isMeasuring ? t('kernels.profiling') : t(`kernels.method.${method ?? 'none'}`)}
            </p>
          </div>
          <div className={styles.tools}>
            <Segments
              label={t('kernels.view')}
              value={view}
              onChange={setView}
              segments={[
                { id: 'order', label: t('kernels.inOrder'), content: t('kernels.inOrder') },
                { id: 'shader', label: t('kernels.byShader'), content: t('kernels.byShader') },
              ]}
            />
            <label className={styles.filter}>
              {t('kernels.filter')}
              <input
                type="search"
                placeholder={t('kernels.filterHint')}
                value={filter}
                onChange={(event) => setFilter(event.target.value)}
              />
            </label>
          </div>
          {found.length === 0 ? (
            <p className={styles.empty}>{t('kernels.noMatch')}</p>
          ) : (
            <KernelTable key={view} rows={shown} of={rows} isGrouped={view === 'shader'} />
          )}
          <p className={styles.note}>{t('kernels.idealNote')}</p>
        </>
      )}
      <AutotunePanel />
    </Page>
  );
}

function useKernels() {
  const bench = useBench();
  const [error, setError] = useState<LabErrorData | null>(null);
  const [rows, setRows] = useState<readonly KernelRow[]>([]);
  const [method, setMethod] = useState<KernelProfile['method'] | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const runId = useRun((run) => (run?.plan ? run.runId : null));
  useEffect(() => {
    if (runId === null) return;
    let isCurrent = true;
    bench.lab.kernels(runId).then(
      (found) => isCurrent && setRows(found),
      (thrown: unknown) => isCurrent && setError(toErrorData(thrown)),
    );
    return () => {
      isCurrent = false;
    };
  }, [bench, runId, setError]);
  const measure = () => {
    if (runId === null) return;
    setMeasuring(true);
    setError(null);
    bench.lab
      .profile(runId)
      .then(
        (profile) => {
          setRows(profile.rows);
          setMethod(profile.method);
        },
        (thrown: unknown) => setError(toErrorData(thrown)),
      )
      .finally(() => setMeasuring(false));
  };
  return { rows, error, method, isMeasuring, measure };
}

function Totals({ rows }: { rows: readonly KernelRow[] }) {
  const { t } = useTranslation();
  const sum = (of: (row: KernelRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return (
    <p className={styles.totals} data-testid="kernel-totals">
      {t('kernels.total', {
        n: rows.length,
        shaders: new Set(rows.map(({ shader }) => shader)).size,
        flops: formatCompact(sum(({ flops }) => flops)),
        bytes: formatBytes(sum(({ bytes }) => bytes)),
      })}
    </p>
  );
}
