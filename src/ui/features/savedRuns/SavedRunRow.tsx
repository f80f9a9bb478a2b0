import { FolderOpen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { KeptRun } from '../../../host/storage/kept';
import { Button } from '../../kit/Button';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatCount, formatLoss } from '../../kit/format';
import { useBench, useLanguage, useRun } from '../../stores/context';
import styles from './savedRuns.module.css';
import { openKept, removeKept, renameKept } from '../../stores/savedRunActions';

export function SavedRunRow({ run }: { run: KeptRun }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const [, go] = useLocation();
  const { id, name, keptAtMs, step, maxSteps, loss, sizeBytes } = run;
  // The run that trains would be stopped: that is asked once.
  const isTraining = useRun(
    (open) => open?.runId !== id && (open?.state === 'running' || open?.state === 'preparing'),
  );
  const [wasAsked, setAsked] = useState(false);
  const isAsking = isTraining && wasAsked;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <tr data-testid="kept-run" data-step={step}>
      <td data-kind="text">
        <NameField
          label={t('savedRuns.name')}
          name={name}
          onChange={(wanted) => void renameKept(bench, id, wanted)}
        />
      </td>
      <td data-kind="text">{date.format(keptAtMs)}</td>
      <td>
        {t('savedRuns.stepsOf', {
          step: formatCount(step, language),
          all: formatCount(maxSteps, language),
        })}
      </td>
      <td>{loss === null ? '–' : formatLoss(loss)}</td>
      <td>{formatBytes(sizeBytes)}</td>
      <td className={styles.keys}>
        <Button
          size="small"
          icon={<FolderOpen size={14} aria-hidden />}
          testId="kept-open"
          onPress={() => {
            if (isTraining && !isAsking) return setAsked(true);
            void openKept(bench, run).then((isOpen) => isOpen && go('/'));
          }}
        >
          {t(isAsking ? 'savedRuns.openInstead' : 'savedRuns.open')}
        </Button>
        {isAsking && <span role="status">{t('savedRuns.stopsRun')}</span>}
        <Button
          size="small"
          look="quiet"
          icon={<Trash2 size={14} aria-hidden />}
          label={t('savedRuns.delete', { name })}
          testId="kept-delete"
          onPress={() => void removeKept(bench, run)}
        />
      </td>
    </tr>
  );
}
