import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Heading } from 'react-aria-components/Heading';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import { useBench, useBenchStore } from '../stores/context';
import type { Draft } from '../stores/drafts';
import { ArgumentsPanel } from './ArgumentsPanel';
import { AutoSize } from './AutoSize';
import { ImportResult } from './ImportResult';
import { SettingField } from './controls/SettingField';
import { changedSettings, GROUPS, isShown, SETTINGS, type SettingGroup } from './settings';
import styles from './SettingsPanel.module.css';
import { PlanCard } from './PlanCard';
import { RangeTest } from './rangeTest/RangeTest';
import { Restart } from './Restart';
import { useGroupSummary } from './useGroupSummary';

/** Right: every setting of the next run, with its plan on top. */
export default function SettingsPanel({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const draft = useBenchStore('drafts', (state) => state.drafts[experimentId]);
  if (!draft) return null;
  const changes = changedSettings(draft.config, draft.defaults);
  return (
    <aside className={styles.panel} aria-label={t('settings.title')}>
      <Restart experimentId={experimentId} />
      <PlanCard experimentId={experimentId} draft={draft} />
      <ImportResult experimentId={experimentId} draft={draft} />
      {GROUPS.map((group) => (
        <Group key={group} group={group} experimentId={experimentId} draft={draft} />
      ))}
      <ArgumentsPanel experimentId={experimentId} draft={draft} />
      {changes.length > 0 && (
        <p className={styles.changed}>
          {t('settings.changed', { n: changes.length })}
          <Button
            look="quiet"
            size="small"
            icon={<RotateCcw size={13} aria-hidden />}
            onPress={() => bench.drafts.getState().resetAll(experimentId)}
          >
            {t('settings.resetAll')}
          </Button>
        </p>
      )}
    </aside>
  );
}

function Group(props: { group: SettingGroup; experimentId: string; draft: Draft }) {
  const { group, experimentId, draft } = props;
  const { t } = useTranslation();
  const [showsRare, setShowsRare] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const summary = useGroupSummary(group, draft.config);
  const settings = SETTINGS.filter(
    (setting) => setting.group === group && isShown(setting, draft.config),
  );
  if (settings.length === 0) return null;
  const hasRare = settings.some((setting) => setting.rare);
  return (
    <Disclosure className={styles.group} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={2} className={styles.heading}>
        <AriaButton slot="trigger" className={styles.trigger} data-testid={`group-${group}`}>
          <ChevronRight size={15} aria-hidden />
          <span>{t(`settings.group.${group}`)}</span>
          <span className={styles.summary}>{summary}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel className={styles.body}>
        {isOpen && (
          <>
            {group === 'model' && <AutoSize experimentId={experimentId} draft={draft} />}
            {settings
              .filter((setting) => showsRare || !setting.rare)
              .map((setting) => (
                <Fragment key={setting.id}>
                  <SettingField setting={setting} experimentId={experimentId} draft={draft} />
                  {setting.id === 'learning_rate' && (
                    <RangeTest experimentId={experimentId} draft={draft} />
                  )}
                </Fragment>
              ))}
            {hasRare && (
              <Button look="quiet" size="small" onPress={() => setShowsRare(!showsRare)}>
                {showsRare ? t('settings.less') : t('settings.more')}
              </Button>
            )}
          </>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}
