// Shows the page of the address (pages.ts has them).
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { findExperiment } from '../../experiments/all';
import { ErrorCatcher } from './ErrorCatcher';
import { StartPage } from '../features/start/StartPage';
import { MODEL_PANELS } from './modelPanels';
import { MOVED, PAGES } from './pages';
import styles from './routes.module.css';

const BenchPage = lazy(() => import('../features/run/BenchPage'));
const ModelPage = lazy(() => import('../features/models/page/ModelPage'));

/** The tabs of a model are one page. */
const pageOf = (location: string): string => location.split('/').slice(0, 3).join('/');

export function Pages() {
  const { t } = useTranslation();
  const [address] = useLocation();
  // A page is built in slices beside the running job, not in one piece at the click.
  const location = useDeferredValue(address);
  return (
    <ErrorCatcher key={pageOf(location)} message={t('app.crashed')}>
      <Suspense fallback={<p className={styles.quiet}>{t('app.loading')}</p>}>
        <Switch location={location}>
          <Route path="/">
            <StartPage />
          </Route>
          <Route path="/experiment/:id">
            {({ id }) => {
              const experiment = findExperiment(id);
              return experiment ? <BenchPage experiment={experiment} /> : <NotFound />;
            }}
          </Route>
          {PAGES.map(({ href, Page }) => (
            <Route key={href} path={href}>
              <Page />
            </Route>
          ))}
          <Route path="/models/:model/:tab?">
            {({ model, tab }) => (
              <ModelPage address={model} panels={MODEL_PANELS} {...(tab && { tab })} />
            )}
          </Route>
          {Object.entries(MOVED).map(([from, to]) => (
            <Route key={from} path={from}>
              <Redirect to={to} replace />
            </Route>
          ))}
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
