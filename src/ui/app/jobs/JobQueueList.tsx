import { useTranslation } from 'react-i18next';
import { isOver, type Job } from '../../../host/protocol/jobs';
import { useBenchStore } from '../../stores/context';
import bar from '../StatusBar.module.css';
import { JOB_LIST } from './jobPages';
import { JobRow } from './JobRow';
import { NotifyChoice } from './NotifyChoice';
import styles from './JobQueueList.module.css';

const NONE: readonly Job[] = [];

/** What runs, what waits in its order, and what has ended. */
export function JobQueueList() {
  const { t } = useTranslation();
  const jobs = useBenchStore('jobs', (state) => state.jobs) ?? NONE;
  const open = jobs.filter(({ state }) => !isOver(state));
  const ended = jobs.filter(({ state }) => isOver(state));
  const pending = open.filter(
    ({ state, isYielding }) => state === 'waiting' || (state === 'paused' && isYielding),
  );
  const rowOf = (job: Job) => (
    <JobRow key={job.id} job={job} isFirst={pending[0] === job} isLast={pending.at(-1) === job} />
  );
  return (
    <div id={JOB_LIST} popover="auto" className={`${bar.popover} ${styles.list}`}>
      <h2>{t('jobs.title')}</h2>
      {jobs.length === 0 && <p className={styles.none}>{t('jobs.none')}</p>}
      {open.length > 0 && <ol>{open.map(rowOf)}</ol>}
      {ended.length > 0 && (
        <>
          <h3>{t('jobs.ended')}</h3>
          <ol>{ended.map(rowOf)}</ol>
        </>
      )}
      <NotifyChoice />
    </div>
  );
}
