import { FolderOpen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { KeptRun } from '../../../host/storage/kept';
import { Button } from '../../kit/Button';
import { NameField } from '../../kit/NameField';
import { formatBytes, formatCount, formatLoss } from '../../kit/format';
import { useLanguage } from '../../i18n/useLanguage';
import { useBench, useRun } from '../../stores/context';
import styles from './kept.module.css';
import { openKept, removeKept, renameKept } from '../../stores/keptActions';

export function KeptRow({ run }: { run: KeptRun }) {
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
          label={t('kept.name')}
          name={name}
          onChange={(wanted) => void renameKept(bench, id, wanted)}
        />
      </td>
      <td data-kind="text">{date.format(keptAtMs)}</td>
      <td>
        {t('kept.stepsOf', {
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
          {t(isAsking ? 'kept.openInstead' : 'kept.open')}
        </Button>
        {isAsking && <span role="status">{t('kept.stopsRun')}</span>}
        <Button
          size="small"
          look="quiet"
          icon={<Trash2 size={14} aria-hidden />}
          label={t('kept.delete', { name })}
          testId="kept-delete"
          onPress={() => void removeKept(bench, run)}
        />
      </td>
    </tr>
  );
}
