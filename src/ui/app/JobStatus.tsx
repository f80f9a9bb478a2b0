import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { findExperiment } from '../../experiments/all';
import { formatDuration, formatPercent } from '../kit/format';
import { useLanguage } from '../i18n/useLanguage';
import { experimentAddress } from '../stores/addresses';
import { useRun } from '../stores/context';
import type { RunView } from '../stores/runView';
import { RunButtons } from '../features/run/RunButtons';
import styles from './StatusBar.module.css';

/** The job: its name, where it is, how long it will take, and its two most wanted keys. */
export function JobStatus() {
  const { t } = useTranslation();
  const language = useLanguage();
  const experimentId = useRun((run) => run?.experimentId);
  const state = useRun((run) => run?.state);
  if (experimentId === undefined || state === undefined)
    return (
      <div className={styles.job}>
        <span className={styles.lamp} />
        <span className={styles.quiet}>{t('status.idle')}</span>
      </div>
    );
  return (
    <div className={styles.job} role="group" aria-label={t('app.running')}>
      <Link
        href={experimentAddress(experimentId)}
        className={styles.who}
        title={t('status.open')}
        data-testid="status-run"
      >
        <span className={styles.lamp} data-state={state} />
        <strong className={styles.wide}>{findExperiment(experimentId)?.title[language]}</strong>
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
      <span className={styles.quiet}>{t(key, { time: formatDuration(timeMs) })}</span>
    </>
  );
}
