import { FolderOpen, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { SavedRun } from '../../../host/storage/savedRun';
import { Button } from '../../kit/Button';
import { columnsOf } from '../../kit/table/columns';
import { DataTable } from '../../kit/table/DataTable';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatLoss } from '../../kit/format';
import { useLanguage } from '../../i18n/useLanguage';
import { experimentAddress } from '../../stores/addresses';
import { useBench } from '../../stores/context';
import styles from './savedRuns.module.css';
import { openSavedRun, removeSavedRun, renameSavedRun } from '../../stores/savedRunActions';

export function SavedRunsTable({ runs }: { runs: readonly SavedRun[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const sizeBytes = runs.reduce((sum, run) => sum + run.sizeBytes, 0);
  const column = columnsOf<SavedRun>();
  return (
    <DataTable
      isCaptionShown
      caption={t('savedRuns.total', { size: formatBytes(sizeBytes) })}
      rows={runs}
      keyOf={({ id }) => id}
      lookOf={({ step }) => ({ testId: 'saved-run', facts: { 'data-step': step } })}
      columns={[
        column('name', t('common.name'), {
          kind: 'text',
          cell: ({ id, name }) => (
            <NameField
              label={t('common.name')}
              name={name}
              onChange={(wanted) => void renameSavedRun(bench, id, wanted)}
            />
          ),
        }),
        column('keptAtMs', t('savedRuns.date'), {
          kind: 'text',
          format: (keptAtMs) => date.format(keptAtMs),
        }),
        column('step', t('setting.max_steps.label'), {
          cell: ({ step, maxSteps }) => t('savedRuns.stepsOf', { step, all: maxSteps }),
        }),
        column('loss', t('run.loss'), { format: formatLoss }),
        column('sizeBytes', t('common.size'), { format: formatBytes }),
        { id: 'keys', header: null, cell: (run) => <RunKeys run={run} /> },
      ]}
    />
  );
}

/** Opens and deletes a run. */
function RunKeys({ run }: { run: SavedRun }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  return (
    <span className={styles.keys}>
      <Button
        size="small"
        icon={<FolderOpen size={14} aria-hidden />}
        testId="saved-run-open"
        onPress={() =>
          void openSavedRun(bench, run).then(
            (isOpen) => isOpen && go(experimentAddress(run.experimentId)),
          )
        }
      >
        {t('savedRuns.open')}
      </Button>
      <Button
        size="small"
        look="quiet"
        icon={<Trash2 size={14} aria-hidden />}
        label={t('common.delete', { name: run.name })}
        testId="saved-run-delete"
        onPress={() => void removeSavedRun(bench, run)}
      />
    </span>
  );
}
