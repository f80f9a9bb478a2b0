import { Undo2 } from 'lucide-react';
import { Page } from '../../kit/Page';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { DataTable } from '../../kit/DataTable';
import { Button } from '../../kit/Button';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatBytes } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { SavedRunRow } from './SavedRunRow';
import styles from './savedRuns.module.css';
import { restoreKept } from '../../stores/savedRunActions';

const COLUMNS = ['name', 'date', 'steps', 'loss', 'size'] as const;
const TEXT: ReadonlySet<string> = new Set(['name', 'date']);

/** Every run that this browser keeps: to open, name and delete. */
export default function SavedRunsPage() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { runs, error } = useBenchStore('kept', (state) => state);
  const sizeBytes = (runs ?? []).reduce((sum, run) => sum + run.sizeBytes, 0);
  return (
    <Page title={t('savedRuns.title')} lead={t('savedRuns.lead')}>
      {error && <p className={styles.lead}>{words(error)}</p>}
      <Undo />
      {runs?.length === 0 && (
        <p className={styles.lead}>
          {t('savedRuns.empty')} <Link href="/">{t('kernels.start')}</Link>
        </p>
      )}
      {runs && runs.length > 0 && (
        <DataTable isCaptionShown caption={t('savedRuns.total', { size: formatBytes(sizeBytes) })}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" data-kind={TEXT.has(column) ? 'text' : undefined}>
                  {t(`savedRuns.${column}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <SavedRunRow key={run.id} run={run} />
            ))}
          </tbody>
        </DataTable>
      )}
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
          <span>{t('savedRuns.deleted', { name: removed.name })}</span>
          <Button
            size="small"
            icon={<Undo2 size={14} aria-hidden />}
            testId="kept-undo"
            onPress={() => void restoreKept(bench, removed)}
          >
            {t('savedRuns.undo')}
          </Button>
        </>
      )}
    </div>
  );
}
