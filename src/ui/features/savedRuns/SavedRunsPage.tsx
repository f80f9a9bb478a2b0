import { Page } from '../../kit/Page';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Undo } from '../../kit/Undo';
import { ErrorText } from '../../kit/ErrorText';
import { useBench, useBenchStore } from '../../stores/context';
import { SavedRunsTable } from './SavedRunsTable';
import styles from './savedRuns.module.css';
import { restoreSavedRun } from '../../stores/savedRunActions';

/** Every run that this browser keeps: to open, name and delete. */
export default function SavedRunsPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const { runs, error, removed } = useBenchStore('savedRuns', (state) => state);
  return (
    <Page title={t('savedRuns.title')} lead={t('savedRuns.lead')}>
      <ErrorText error={error} />
      <Undo
        removed={removed}
        testId="saved-run-undo"
        onUndo={(run) => void restoreSavedRun(bench, run)}
      />
      {runs?.length === 0 && (
        <p className={styles.lead}>
          {t('savedRuns.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      )}
      {runs && runs.length > 0 && <SavedRunsTable runs={runs} />}
    </Page>
  );
}
