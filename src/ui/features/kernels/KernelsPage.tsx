import { Timer } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { KernelProfile, KernelRow } from '../../../host/protocol/run';
import { Button } from '../../kit/Button';
import { ErrorText } from '../../kit/ErrorText';
import { Segments } from '../../kit/Segments';
import { formatBytes, formatCompact } from '../../kit/format';
import { useBench, useIsOnCpu, useRun } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import styles from './KernelsPage.module.css';
import { KernelTable } from './KernelTable';
import { groupByShader, useRole, withIndex } from './kernelGroups';
import { AutotunePanel } from './AutotunePanel';

/** One training step as its list of GPU programs. */
export default function KernelsPage() {
  const { t } = useTranslation();
  const isOnCpu = useIsOnCpu();
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
          {t('kernels.lead')}{' '}
          {!isOnCpu && <Link href="/engine/check">{t('check.fromKernels')}</Link>}
        </>
      }
    >
      <ErrorText error={error} />
      {rows.length === 0 ? (
        <p className={styles.empty}>
          {t('kernels.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      ) : (
        <>
          <Totals rows={rows} />
          <Measure {...{ method, isMeasuring, measure }} />
          <div className={styles.tools}>
            <Segments
              label={t('kernels.view')}
              value={view}
              onChange={setView}
              segments={[
                { id: 'order', label: t('kernels.inOrder') },
                { id: 'shader', label: t('kernels.byShader') },
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

function Measure(props: {
  method: KernelProfile['method'] | null;
  isMeasuring: boolean;
  measure: () => void;
}) {
  const { method, isMeasuring, measure } = props;
  const { t } = useTranslation();
  return (
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
  );
}

const NONE: readonly KernelRow[] = [];

const isError = (answer: object | null): answer is LabErrorData =>
  answer !== null && 'code' in answer;

function useKernels() {
  const bench = useBench();
  const runId = useRun((run) => (run?.plan ? run.runId : null));
  const listed = useAnswer(runId, () => bench.lab.kernels(runId!), 0);
  const [measured, setMeasured] = useState<{
    readonly runId: string;
    readonly found: KernelProfile | LabErrorData;
  } | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const measure = () => {
    if (runId === null) return;
    setMeasuring(true);
    void bench.lab
      .profile(runId)
      .catch(toErrorData)
      .then((found) => setMeasured({ runId, found }))
      .finally(() => setMeasuring(false));
  };
  const found = measured?.runId === runId ? measured.found : null;
  const profile = found && 'rows' in found ? found : null;
  const error = [found, listed].find(isError) ?? null;
  const rows = profile?.rows ?? (Array.isArray(listed) ? listed : NONE);
  return { rows, error, method: profile?.method ?? null, isMeasuring, measure };
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
