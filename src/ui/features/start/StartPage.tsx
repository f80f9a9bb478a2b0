import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { MissingGpu } from '../../device/MissingGpu';
import { useLater } from '../../kit/useLater';
import { usePageTitle } from '../../kit/usePageTitle';
import { useRun } from '../../stores/context';
import { ContinueCard } from './ContinueCard';
import { GrowCard } from './GrowCard';
import { TourButton } from './TourButton';
import { WritePanel } from './WritePanel';
import styles from './StartPage.module.css';

const BothTexts = lazy(() => import('./BothTexts'));

/** The first view: a model that writes now, and the way to one of one's own. */
export function StartPage() {
  const { t } = useTranslation();
  usePageTitle(t('start.title'));
  const hasRun = useRun((run) => run !== null);
  const isLater = useLater();
  return (
    <article className={styles.page}>
      <header className={styles.header}>
        <h1>{t('start.headline')}</h1>
        <p>{t('start.lead')}</p>
      </header>
      <div className={styles.columns}>
        <WritePanel />
        <aside className={styles.aside}>
          {isLater && (
            <>
              <MissingGpu />
              <ContinueCard />
              <GrowCard />
              <TourButton />
            </>
          )}
        </aside>
      </div>
      {hasRun && (
        <Suspense fallback={null}>
          <BothTexts />
        </Suspense>
      )}
    </article>
  );
}
