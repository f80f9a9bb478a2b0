import { Undo2 } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Button } from '../../kit/Button';
import { useErrorWords } from '../../kit/useErrorWords';
import { useBench, useBenchStore } from '../../stores/context';
import { KeptTable } from './KeptTable';
import styles from './kept.module.css';
import { restoreKept } from '../../stores/keptActions';

/** Every run that this browser keeps: to open, name and delete. */
export default function KeptPage() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { runs, error } = useBenchStore('kept', (state) => state);
  return (
    <Page title={t('kept.title')} lead={t('kept.lead')}>
      {error && <p className={styles.lead}>{words(error)}</p>}
      <Undo />
      {runs?.length === 0 && (
        <p className={styles.lead}>
          {t('kept.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      )}
      {runs && runs.length > 0 && <KeptTable runs={runs} />}
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
          <span>{t('kept.deleted', { name: removed.name })}</span>
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden />}
            testId="kept-undo"
            onPress={() => void restoreKept(bench, removed)}
          >
            {t('kept.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
