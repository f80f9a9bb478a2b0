import { ArrowDown, ArrowUp, Square, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isOver, isPending, type Job } from '../../../host/protocol/jobs';
import { Button } from '../../kit/Button';
import { formatDuration, formatPercent } from '../../kit/format';
import { useErrorWords } from '../../kit/useErrorWords';
import { useBench } from '../../stores/context';
import {
  moveJob,
  removeJob,
  runJobNow,
  showJob,
  stopJob,
  takeUpJob,
} from '../../stores/jobActions';
import bar from '../StatusBar.module.css';
import { JOB_LIST, LAMPS, pageOf } from './jobPages';
import styles from './JobQueueList.module.css';
import { useJobName } from './useJobName';

const ICON = 14;

/** One job: what it is, how far, and what can be done with it. */
export function JobRow(props: { job: Job; isFirst: boolean; isLast: boolean }) {
  const { job, isFirst, isLast } = props;
  const words = useErrorWords();
  const name = useJobName()(job);
  return (
    <li className={styles.row} data-testid="job" data-kind={job.kind} data-state={job.state}>
      <span className={bar.lamp} data-state={LAMPS[job.state]} />
      <div className={styles.what}>
        <strong>{name}</strong>
        <span className={styles.state}>
          <State job={job} />
        </span>
        {job.error && <span className={styles.error}>{words(job.error)}</span>}
      </div>
      <div className={styles.keys}>
        <Keys {...{ job, name, isFirst, isLast }} />
      </div>
    </li>
  );
}

function State({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { state, progress, isYielding, isElsewhere } = job;
  const { share = 0, elapsedMs = 0, remainingMs = Infinity } = progress ?? {};
  const parts: string[] = [
    state === 'paused' ? t(isYielding ? 'jobs.yielding' : 'jobs.held') : t(`jobs.state.${state}`),
  ];
  if (isElsewhere) parts.push(t('jobs.elsewhere'));
  if (!isOver(state) && share > 0) parts.push(formatPercent(share));
  if (state === 'running' && Number.isFinite(remainingMs))
    parts.push(t('run.left', { time: formatDuration(remainingMs) }));
  if (state === 'done' && elapsedMs > 0)
    parts.push(t('run.done', { time: formatDuration(elapsedMs) }));
  return parts.join(' · ');
}

function Keys({ job, name, isFirst, isLast }: Parameters<typeof JobRow>[0] & { name: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const { state, isYielding, kind } = job;
  const waits = isPending(job);
  const small = { look: 'quiet', size: 'small' } as const;
  const icon = (Icon: typeof X, label: string, testId: string, act: () => unknown) => (
    <Button
      {...small}
      icon={<Icon size={ICON} aria-hidden />}
      label={label}
      testId={testId}
      onPress={() => void act()}
    />
  );
  const text = (label: string, testId: string, act: () => unknown) => (
    <Button {...small} testId={testId} onPress={() => void act()}>
      {label}
    </Button>
  );
  const show = async (): Promise<void> => {
    await showJob(bench, job);
    document.getElementById(JOB_LIST)?.hidePopover();
    go(pageOf(job));
  };
  return (
    <>
      {waits &&
        !isFirst &&
        icon(ArrowUp, t('jobs.earlier', { name }), 'job-up', () => moveJob(bench, job, -1))}
      {waits &&
        !isLast &&
        icon(ArrowDown, t('jobs.later', { name }), 'job-down', () => moveJob(bench, job, 1))}
      {waits && text(t('jobs.runNow'), 'job-now', () => runJobNow(bench, job))}
      {state === 'paused' &&
        !isYielding &&
        text(t('jobs.resume'), 'job-resume', () => takeUpJob(bench, job))}
      {(state === 'failed' || (state === 'stopped' && kind !== 'train')) &&
        text(t('jobs.again'), 'job-again', () => takeUpJob(bench, job))}
      {state === 'stopped' &&
        kind === 'train' &&
        text(t('jobs.resume'), 'job-again', () => takeUpJob(bench, job))}
      {state !== 'waiting' && state !== 'failed' && text(t('jobs.show'), 'job-show', show)}
      {state === 'running' || state === 'paused'
        ? icon(Square, t('jobs.stop', { name }), 'job-stop', () => stopJob(bench, job))
        : icon(X, t('jobs.remove', { name }), 'job-remove', () => removeJob(bench, job))}
    </>
  );
}
