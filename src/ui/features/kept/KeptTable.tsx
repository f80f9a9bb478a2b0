import { FolderOpen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { KeptRun } from '../../../host/storage/kept';
import { Button } from '../../kit/Button';
import { DataTable } from '../../kit/DataTable';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatCount, formatLoss } from '../../kit/format';
import { useBench, useLanguage, useRun } from '../../stores/context';
import styles from './kept.module.css';
import { openKept, removeKept, renameKept } from '../../stores/keptActions';

export function KeptTable({ runs }: { runs: readonly KeptRun[] }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const sizeBytes = runs.reduce((sum, run) => sum + run.sizeBytes, 0);
  return (
    <DataTable
      isCaptionShown
      caption={t('kept.total', { size: formatBytes(sizeBytes) })}
      rows={runs}
      keyOf={({ id }) => id}
      lookOf={({ step }) => ({ testId: 'kept-run', facts: { 'data-step': step } })}
      columns={[
        {
          id: 'name',
          header: t('kept.name'),
          kind: 'text',
          value: ({ name }) => name,
          cell: ({ id, name }) => (
            <NameField
              label={t('kept.name')}
              name={name}
              onChange={(wanted) => void renameKept(bench, id, wanted)}
            />
          ),
        },
        {
          id: 'date',
          header: t('kept.date'),
          kind: 'text',
          value: ({ keptAtMs }) => keptAtMs,
          cell: ({ keptAtMs }) => date.format(keptAtMs),
        },
        {
          id: 'steps',
          header: t('kept.steps'),
          value: ({ step }) => step,
          cell: ({ step, maxSteps }) =>
            t('kept.stepsOf', {
              step: formatCount(step, language),
              all: formatCount(maxSteps, language),
            }),
        },
        {
          id: 'loss',
          header: t('kept.loss'),
          value: ({ loss }) => loss,
          cell: ({ loss }) => (loss === null ? '–' : formatLoss(loss)),
        },
        {
          id: 'size',
          header: t('kept.size'),
          value: (run) => run.sizeBytes,
          cell: (run) => formatBytes(run.sizeBytes),
        },
        { id: 'keys', header: null, cell: (run) => <RunKeys run={run} /> },
      ]}
    />
  );
}

/** Opens and deletes a run. */
function RunKeys({ run }: { run: KeptRun }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  // The run that trains would be stopped: that is asked once.
  const isTraining = useRun(
    (open) => open?.runId !== run.id && (open?.state === 'running' || open?.state === 'preparing'),
  );
  const [wasAsked, setAsked] = useState(false);
  const isAsking = isTraining && wasAsked;
  return (
    <span className={styles.keys}>
      {isAsking && <span role="status">{t('kept.stopsRun')}</span>}
      <Button
        size="small"
        icon={<FolderOpen size={14} aria-hidden />}
        testId="kept-open"
        onPress={() => {
          if (isTraining && !isAsking) return setAsked(true);
          void openKept(bench, run).then((isOpen) => isOpen && go('/'));
        }}
      >
        {t(isAsking ? 'kept.openInstead' : 'kept.open')}
      </Button>
      <Button
        size="small"
        look="quiet"
        icon={<Trash2 size={14} aria-hidden />}
        label={t('kept.delete', { name: run.name })}
        testId="kept-delete"
        onPress={() => void removeKept(bench, run)}
      />
    </span>
  );
}
