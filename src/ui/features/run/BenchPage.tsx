import { lazy, Suspense, useEffect } from 'react';
import type { Experiment } from '../../../experiments/experiment';
import { Intro } from './Intro';
import { useKeepPlan } from '../../settings/useKeepPlan';
import { usePageTitle } from '../../kit/usePageTitle';
import { useLanguage } from '../../i18n/useLanguage';
import { useBenchStore, useRun } from '../../stores/context';
import styles from './BenchPage.module.css';

const loadRunPanel = () => import('./RunPanel');
const RunPanel = lazy(loadRunPanel);
const ModelPicture = lazy(() => import('./picture/ModelPicture'));
const SettingsPanel = lazy(() => import('../../settings/SettingsPanel'));

const PRELOAD_MS = 1000;

/** The bench: the picture in the middle, the settings at its right. */
export default function BenchPage({ experiment }: { experiment: Experiment }) {
  const language = useLanguage();
  const ofRun = useRun((run) => run?.experimentId);
  usePageTitle(experiment.title[language]);
  useEffect(() => {
    // Ready before it is wanted: the press on the key is the moment to be quick.
    const timer = setTimeout(() => void loadRunPanel(), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  const draft = useBenchStore('drafts', (state) => state.drafts[experiment.id]);
  useKeepPlan(experiment.id, draft);
  const showsRun = ofRun === experiment.id;
  return (
    <div className={styles.bench}>
      <div className={styles.centre}>
        {showsRun ? (
          <Suspense fallback={null}>
            <RunPanel />
          </Suspense>
        ) : (
          <Intro experiment={experiment} />
        )}
        <Suspense fallback={null}>
          <ModelPicture experimentId={experiment.id} />
        </Suspense>
      </div>
      <Suspense fallback={<div className={styles.settings} />}>
        <SettingsPanel key={experiment.id} experimentId={experiment.id} />
      </Suspense>
    </div>
  );
}
