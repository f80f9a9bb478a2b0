import { useTranslation } from 'react-i18next';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import styles from './app.module.css';
import { Announcer } from './Announcer';
import { DropAnywhere } from './DropAnywhere';
import { JobNews } from './jobs/JobNews';
import { JobQuestion } from './jobs/JobQuestion';
import { PresentationEnd } from './PresentationEnd';
import { Notices } from './Notices';
import { Rail } from './Rail';
import { SectionPages } from './SectionPages';
import { StatusBar } from './StatusBar';
import { Pages } from './routes';
import { useLater } from '../kit/useLater';
import type { Bench } from '../stores/bench';
import { BenchContext } from '../stores/context';

export function App({ bench }: { bench: Bench }) {
  const { t } = useTranslation();
  const isLater = useLater();
  return (
    <BenchContext value={bench}>
      <Router hook={useHashLocation}>
        <a
          className={styles.skip}
          href="#main"
          onClick={(event) => {
            // The hash is the page's address here, so it must not become #main.
            event.preventDefault();
            document.getElementById('main')?.focus();
          }}
        >
          {t('app.skip')}
        </a>
        <div className={styles.frame}>
          <Rail />
          <PresentationEnd />
          <SectionPages />
          <main id="main" tabIndex={-1} className={styles.main}>
            <Pages />
          </main>
          <Notices />
          {isLater && <StatusBar />}
        </div>
        <DropAnywhere />
        {isLater && (
          <>
            <JobQuestion />
            <Announcer />
            <JobNews />
          </>
        )}
      </Router>
    </BenchContext>
  );
}
