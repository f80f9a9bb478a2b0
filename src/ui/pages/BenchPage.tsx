import { lazy, Suspense } from 'react';
import { EXPERIMENTS, findExperiment } from '../../experiments/all';
import { Intro } from '../components/Intro';
import { useRun } from '../stores/context';
import styles from './BenchPage.module.css';

const RunPanel = lazy(() => import('../run/RunPanel'));
const KnobsPanel = lazy(() => import('../knobs/KnobsPanel'));

/** The bench: the picture in the middle, the knobs at its right. Without an id: the run, if any. */
export function BenchPage({ experimentId }: { experimentId?: string }) {
  const ofRun = useRun((run) => run?.experimentId);
  const asked = findExperiment(experimentId);
  const experiment = asked ?? findExperiment(ofRun) ?? EXPERIMENTS[0];
  if (!experiment) return null;
  const showsRun = ofRun === experiment.id;
  return (
    <div className={styles.bench}>
      <div className={styles.centre}>
        {showsRun ? (
          <Suspense fallback={null}>
            <RunPanel />
          </Suspense>
        ) : (
          <Intro experiment={experiment} isFirstVisit={!asked} />
        )}
      </div>
      <Suspense fallback={<div className={styles.knobs} />}>
        <KnobsPanel key={experiment.id} experimentId={experiment.id} />
      </Suspense>
    </div>
  );
}
