import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../host/protocol/jobs';
import { showProgressInTitle } from '../../kit/usePageTitle';
import visible from '../../kit/visible.module.css';
import { useBench, useBenchStore } from '../../stores/context';
import { runningJob } from '../../stores/jobs';
import { notifyDone } from './notifyDone';
import { useJobName } from './useJobName';

/** The queue where nobody looks at it: in the tab's title, for screen readers, by the system. */
export function JobNews() {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useJobName();
  const running = useBenchStore('jobs', runningJob);
  const news = useBenchStore('jobs', (state) => state.news);
  const title =
    running && `${Math.floor(100 * (running.progress?.share ?? 0))}% · ${nameOf(running)}`;
  useEffect(() => {
    showProgressInTitle(title);
    return () => showProgressInTitle(null);
  }, [title]);
  const wordsOf = (job: Job): string => t(`jobs.announce.${job.state}`, { name: nameOf(job) });
  const words = useRef(wordsOf);
  useEffect(() => {
    words.current = wordsOf;
  });
  useEffect(() => notifyDone(bench, (job) => words.current(job)), [bench]);
  // What becomes of a run is said by its own.
  const isAnnounced = news !== null && (news.kind !== 'train' || news.state === 'waiting');
  return (
    <p aria-live="polite" className={visible.hidden} data-testid="job-news">
      {isAnnounced && wordsOf(news)}
    </p>
  );
}
