import { ListOrdered, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Job } from '../../host/protocol/jobs';
import { Button } from '../kit/Button';
import { formatDuration, formatPercent } from '../kit/format';
import { useRunAddress } from '../stores/addresses';
import { RunButtons } from '../features/run/RunButtons';
import { useBench, useBenchStore, useRun } from '../stores/context';
import { showJob, stopJob } from '../stores/jobActions';
import { isWaiting, runningJob } from '../stores/jobs';
import type { RunView } from '../stores/runView';
import { useRunTitle } from '../stores/useRunTitle';
import { JobQueueList } from './jobs/JobQueueList';
import { JOB_LIST, pageOf } from './jobs/jobPages';
import { useJobName } from './jobs/useJobName';
import styles from './StatusBar.module.css';

/** What runs: its name, where it is, how long it will take, its most wanted keys; and what waits. */
export function JobStatus() {
  const running = useBenchStore('jobs', runningJob);
  const runId = useRun((run) => run?.runId);
  return (
    <div className={styles.job}>
      {running && running.runId !== runId ? <OtherJob job={running} /> : <RunStatus />}
      <QueueKey />
      <JobQueueList />
    </div>
  );
}

/** What is not the run on the page. */
function OtherJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const bench = useBench();
  const name = useJobName()(job);
  const { share = 0, remainingMs = Infinity } = job.progress ?? {};
  return (
    <div className={styles.job} role="group" aria-label={t('app.running')}>
      <Link
        href={pageOf(job)}
        className={styles.who}
        title={name}
        data-testid="job-running"
        onClick={() => void showJob(bench, job)}
      >
        <span className={styles.lamp} data-state="running" />
        <strong>{name}</strong>
      </Link>
      <span className={styles.quiet}>
        {formatPercent(share)}
        {Number.isFinite(remainingMs) && (
          <span className={styles.wide}>
            {' · '}
            {t('run.left', { time: formatDuration(remainingMs) })}
          </span>
        )}
      </span>
      <span className={styles.buttons}>
        <Button
          look="quiet"
          icon={<Square size={14} aria-hidden />}
          label={t('jobs.stop', { name })}
          testId="status-job-stop"
          onPress={() => void stopJob(bench, job)}
        />
      </span>
    </div>
  );
}

function RunStatus() {
  const { t } = useTranslation();
  const address = useRunAddress();
  const title = useRunTitle();
  const state = useRun((run) => run?.state);
  if (state === undefined)
    return (
      <div className={styles.job}>
        <span className={styles.lamp} />
        <span className={styles.quiet}>{t('status.idle')}</span>
      </div>
    );
  return (
    <div className={styles.job} role="group" aria-label={t('app.running')}>
      <Link href={address} className={styles.who} title={t('status.open')} data-testid="status-run">
        <span className={styles.lamp} data-state={state} />
        <strong className={styles.wide}>{title}</strong>
        <span data-testid="run-state" data-state={state}>
          {t(`run.state.${state}`)}
        </span>
      </Link>
      <Progress />
      <span className={styles.buttons}>
        <RunButtons compact />
      </span>
    </div>
  );
}

/** What waits, and what failed; opens the list. */
function QueueKey() {
  const { t } = useTranslation();
  const waiting = useBenchStore('jobs', ({ jobs }) => jobs?.filter(isWaiting).length ?? 0);
  const failed = useBenchStore(
    'jobs',
    ({ jobs }) => jobs?.filter(({ state }) => state === 'failed').length ?? 0,
  );
  return (
    <button
      type="button"
      className={styles.open}
      popoverTarget={JOB_LIST}
      aria-label={t('jobs.list', { waiting, failed })}
      data-testid="jobs-open"
      data-waiting={waiting}
    >
      <ListOrdered size={15} aria-hidden />
      {waiting > 0 && (
        <>
          <span className={styles.wide}>{t('jobs.waits', { count: waiting })}</span>
          <span className={styles.narrow}>{waiting}</span>
        </>
      )}
      {failed > 0 && (
        <span className={`${styles.failed} ${styles.wide}`}>
          {t('jobs.failures', { count: failed })}
        </span>
      )}
    </button>
  );
}

function timeOf(run: RunView): { key: 'run.left' | 'run.done' | 'run.elapsed'; timeMs: number } {
  const { elapsedMs = 0, remainingMs = 0 } = run.progress ?? {};
  if (run.state === 'running') return { key: 'run.left', timeMs: remainingMs };
  if (run.state === 'finished') return { key: 'run.done', timeMs: elapsedMs };
  return { key: 'run.elapsed', timeMs: elapsedMs };
}

function Progress() {
  const { t } = useTranslation();
  const run = useRun((view) => view);
  if (!run?.progress) return null;
  const { step, maxSteps } = run.progress;
  const { key, timeMs } = timeOf(run);
  return (
    <>
      <span className={styles.quiet}>
        <span className={styles.wide} data-testid="run-progress" data-step={step}>
          {t('run.progress', { step, total: maxSteps })}
          {' · '}
        </span>
        <span data-testid="percent">{formatPercent(step / Math.max(1, maxSteps))}</span>
      </span>
      <span className={`${styles.quiet} ${styles.wide}`}>
        {t(key, { time: formatDuration(timeMs) })}
      </span>
    </>
  );
}
