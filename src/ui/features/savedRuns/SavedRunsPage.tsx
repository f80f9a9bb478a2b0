import { Undo2 } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../kit/Button';
import { useErrorWords } from '../../kit/useErrorWords';
import { useBench, useBenchStore } from '../../stores/context';
import { SavedRunsTable } from './SavedRunsTable';
import styles from './savedRuns.module.css';
import { restoreSavedRun } from '../../stores/savedRunActions';

/** Every run that this browser keeps: to open, name and delete. */
export default function SavedRunsPage() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { runs, error } = useBenchStore('kept', (state) => state);
  return (
    <Page title={t('savedRuns.title')} lead={t('savedRuns.lead')}>
      {error && <p className={styles.lead}>{words(error)}</p>}
      <Undo />
      {runs?.length === 0 && (
        <p className={styles.lead}>
          {t('savedRuns.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      )}
      {runs && runs.length > 0 && <SavedRunsTable runs={runs} />}
    </Page>
  );
}

function Undo() {
  const { t } = useTranslation();
  const bench = useBench();
  const removed = useBenchStore('kept', (state) => state.removed);
  return (
    <div role="status" className={styles.undo}>
      {removed && (
        <>
          <span>{t('common.deleted', { name: removed.name })}</span>
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden />}
            testId="kept-undo"
            onPress={() => void restoreSavedRun(bench, removed)}
          >
            {t('common.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
