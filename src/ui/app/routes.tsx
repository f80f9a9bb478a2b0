// Shows the page of the address (pages.ts has them).
import { lazy, Suspense, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { findExperiment } from '../../experiments/all';
import { ErrorCatcher } from './ErrorCatcher';
import { StartPage } from '../features/start/StartPage';
import { MOVED, PAGES } from './pages';
import styles from './routes.module.css';

const BenchPage = lazy(() => import('../features/run/BenchPage'));

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
