import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver, isPending, type Job } from '../../../host/protocol/jobs';
import { useBenchStore } from '../../stores/context';
import bar from '../StatusBar.module.css';
import { JOB_LIST } from './jobPages';
import { JobRow } from './JobRow';
import { NotifyChoice } from './NotifyChoice';
import styles from './JobQueueList.module.css';

const NONE: readonly Job[] = [];

/** What runs, what waits in its order, and what has ended; made when it is opened. */
export function JobQueueList() {
  const [isOpen, setOpen] = useState(false);
  return (
    <div
      id={JOB_LIST}
      popover="auto"
      className={`${bar.popover} ${styles.list}`}
      onBeforeToggle={({ newState }) => setOpen(newState === 'open')}
    >
      {isOpen && <Jobs />}
    </div>
  );
}

function Jobs() {
  const { t } = useTranslation();
  const jobs = useBenchStore('jobs', (state) => state.jobs) ?? NONE;
  const open = jobs.filter(({ state }) => !isOver(state));
  const ended = jobs.filter(({ state }) => isOver(state));
  const pending = open.filter(isPending);
  const rowOf = (job: Job) => (
    <JobRow key={job.id} job={job} isFirst={pending[0] === job} isLast={pending.at(-1) === job} />
  );
  return (
    <>
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
    </>
  );
}
