import { FolderOpen, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { KeptRun } from '../../host/storage/kept';
import { KeyButton } from '../components/KeyButton';
import { NameField } from '../components/NameField';
import { formatBytes, formatCount, formatLoss } from '../format';
import { useBench, useLanguage } from '../stores/context';
import styles from './kept.module.css';
import { openKept, removeKept, renameKept } from './keptStore';

export function KeptRow({ run }: { run: KeptRun }) {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const [, go] = useLocation();
  const { id, name, keptAtMs, step, maxSteps, loss, sizeBytes } = run;
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
        <KeyButton
          size="small"
          icon={<FolderOpen size={14} aria-hidden />}
          testId="kept-open"
          onPress={() => void openKept(bench, run).then(() => go('/'))}
        >
          {t('kept.open')}
        </KeyButton>
        <KeyButton
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
