// The pages and their addresses. Heavy pages load when they are opened.
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation } from 'wouter';
import { findExperiment } from '../../experiments/all';
import { ErrorCatcher } from './ErrorCatcher';
import { BenchPage } from '../features/run/BenchPage';
import styles from './routes.module.css';

const DataPage = lazy(() => import('../features/data/DataPage'));
const KernelsPage = lazy(() => import('../features/kernels/KernelsPage'));
const CheckPage = lazy(() => import('../features/check/CheckPage'));
const DistillPage = lazy(() => import('../features/distill/DistillPage'));
const FinetunePage = lazy(() => import('../features/finetune/FinetunePage'));
const ComparePage = lazy(() => import('../features/compare/ComparePage'));
const LessonsPage = lazy(() => import('../features/lessons/LessonsPage'));
const SavedRunsPage = lazy(() => import('../features/savedRuns/SavedRunsPage'));
const ModelsPage = lazy(() => import('../features/models/ModelsPage'));
const HelpPage = lazy(() => import('../features/help/HelpPage'));

export function Pages() {
  const { t } = useTranslation();
  const [address] = useLocation();
  // A page is built in slices beside the running job, not in one piece at the click.
  const location = useDeferredValue(address);
  return (
    <ErrorCatcher key={location} message={t('app.crashed')}>
      <Suspense fallback={<p className={styles.quiet}>{t('app.loading')}</p>}>
        <Switch location={location}>
          <Route path="/">
            <BenchPage />
          </Route>
          <Route path="/experiment/:id">
            {({ id }) => (findExperiment(id) ? <BenchPage experimentId={id} /> : <NotFound />)}
          </Route>
          <Route path="/lessons">
            <LessonsPage />
          </Route>
          <Route path="/data">
            <DataPage />
          </Route>
          <Route path="/kernels">
            <KernelsPage />
          </Route>
          <Route path="/check">
            <CheckPage />
          </Route>
          <Route path="/compare">
            <ComparePage />
          </Route>
          <Route path="/distill">
            <DistillPage />
          </Route>
          <Route path="/finetune">
            <FinetunePage />
          </Route>
          <Route path="/runs">
            <SavedRunsPage />
          </Route>
          <Route path="/models">
            <ModelsPage />
          </Route>
          <Route path="/help">
            <HelpPage />
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </ErrorCatcher>
  );
}

function NotFound() {
  const { t } = useTranslation();
  return (
    <p className={styles.quiet} data-testid="not-found">
      {t('app.notFound')} <Link href="/">{t('app.home')}</Link>
    </p>
  );
}
