import { ClipboardCopy, Play, Square } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { ErrorText } from '../../kit/ErrorText';
import { InlineSelect } from '../../kit/Field';
import { ProgressBar } from '../../kit/meters/ProgressBar';
import { MissingGpu } from '../../device/MissingGpu';
import { Segments } from '../../kit/Segments';
import { useBench, useBenchStore, useDevice, useIsOnCpu } from '../../stores/context';
import { loadSelfTestKernels, runSelfTest, stopSelfTest } from './selfTestActions';
import { CheckTable } from './CheckTable';
import styles from './CheckPage.module.css';
import { reportText } from './selfTestReport';

/** Every fast kernel against its plain one, on the user's GPU. */
export default function CheckPage() {
  const { t } = useTranslation();
  const { state, rows, error } = useBenchStore('selfTest', (test) => test);
  const isOnCpu = useIsOnCpu();
  const [shows, setShows] = useState<'all' | 'failed'>('all');
  const shown = shows === 'all' ? rows : rows.filter(({ passed }) => !passed);
  return (
    <Page title={t('check.title')} lead={t('check.lead')}>
      <MissingGpu />
      {!isOnCpu && <Start />}
      <ErrorText error={error} />
      <Outcome />
      {rows.length === 0 ? (
        <p className={styles.empty}>
          {t(isOnCpu ? 'check.onCpu' : state === 'running' ? 'check.first' : 'check.empty')}
        </p>
      ) : (
        <>
          <div className={styles.tools}>
            <Segments
              label={t('common.show')}
              value={shows}
              onChange={setShows}
              segments={[
                { id: 'all', label: t('check.all') },
                { id: 'failed', label: t('check.failed') },
              ]}
            />
            <Report />
          </div>
          {shown.length === 0 ? (
            <p className={styles.none}>{t('check.noneFailed')}</p>
          ) : (
            <CheckTable rows={shown} />
          )}
          <p className={styles.note}>{t('check.note')}</p>
        </>
      )}
    </Page>
  );
}

/** What to check, and the key that does it. */
function Start() {
  const { t } = useTranslation();
  const bench = useBench();
  const device = useDevice();
  const isReady = device.status === 'ready';
  const kernels = useBenchStore('selfTest', (test) => test.kernels);
  const isRunning = useBenchStore('selfTest', (test) => test.state === 'running');
  const [kernel, setKernel] = useState('');
  useEffect(() => {
    if (isReady) void loadSelfTestKernels(bench);
  }, [bench, isReady]);
  const all = kernels.reduce((sum, { comparisons }) => sum + comparisons, 0);
  return (
    <div className={styles.start}>
      <InlineSelect
        label={t('check.which')}
        testId="check-kernel"
        isDisabled={isRunning}
        value={kernel}
        options={[
          { value: '', name: t('check.everything', { n: all, count: all }) },
          ...kernels.map(({ name, comparisons }) => ({
            value: name,
            name: `${name} (${comparisons})`,
          })),
        ]}
        onChange={setKernel}
      />
      {isRunning ? (
        <Button
          icon={<Square size={15} aria-hidden />}
          testId="check-stop"
          onPress={() => void stopSelfTest(bench)}
        >
          {t('run.stop')}
        </Button>
      ) : (
        <Button
          look="signal"
          icon={<Play size={15} aria-hidden />}
          testId="check-start"
          isDisabled={!isReady || kernels.length === 0}
          onPress={() => void runSelfTest(bench, kernel || null)}
        >
          {t('check.start')}
        </Button>
      )}
    </div>
  );
}

function Outcome() {
  const { t } = useTranslation();
  const { state, rows, total } = useBenchStore('selfTest', (test) => test);
  if (state === 'idle') return null;
  const failed = rows.filter(({ passed }) => !passed).length;
  const share = total > 0 ? rows.length / total : 0;
  return (
    <div className={styles.outcome} data-failed={failed > 0 || undefined}>
      <p role="status" data-testid="check-outcome" data-state={state}>
        {t(`check.state.${state}`)}{' '}
        <span>
          {t('check.counts', { done: rows.length, total, passed: rows.length - failed, failed })}
        </span>
      </p>
      <ProgressBar label={t('check.title')} share={share} isFailed={failed > 0} />
    </div>
  );
}

/** Copies the report; where the clipboard is closed, shows it to be copied by hand. */
function Report() {
  const { t } = useTranslation();
  const device = useDevice();
  const report = useBenchStore('selfTest', (test) => test.report);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  if (!report || device.status !== 'ready') return null;
  const text = reportText(report, {
    adapter: device.adapter,
    version: import.meta.env.BENCHTOP_VERSION,
    browser: navigator.userAgent,
  });
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  return (
    <>
      <Button
        size="small"
        icon={<ClipboardCopy size={13} aria-hidden />}
        testId="check-copy"
        onPress={() => void copy()}
      >
        {t(copied === 'yes' ? 'check.copied' : 'check.copy')}
      </Button>
      {copied === 'refused' && (
        <label className={styles.byHand}>
          {t('check.copyByHand')}
          <textarea readOnly rows={8} value={text} onFocus={(event) => event.target.select()} />
        </label>
      )}
    </>
  );
}
