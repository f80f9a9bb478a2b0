import { useTranslation } from 'react-i18next';
import { useBench } from '../stores/context';
import type { Draft } from '../stores/drafts';
import styles from './controls/SettingField.module.css';
import { SwitchControl } from './controls/SwitchControl';

export function AutoSize({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <div className={styles.field}>
      <SwitchControl
        label={t('settings.autoSize')}
        value={draft.autoSize}
        onChange={(autoSize) => bench.drafts.getState().setAutoSize(experimentId, autoSize)}
      />
      <p className={styles.help}>{t('settings.autoSizeHelp')}</p>
    </div>
  );
}
