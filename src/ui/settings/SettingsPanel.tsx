import { ChevronRight, RotateCcw } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/Button';
import { useObstacle } from '../device/useObstacle';
import { useBench, useBenchStore, useRun } from '../stores/context';
import type { Draft } from '../stores/drafts';
import { startRun } from '../stores/runActions';
import { ArgumentsPanel, ImportResult } from './ArgumentsPanel';
import { SettingField } from './controls/SettingField';
import fieldStyles from './controls/SettingField.module.css';
import { SwitchControl } from './controls/SwitchControl';
import { TrainEstimate } from './duration/TrainEstimate';
import { Folded } from './Folded';
import { changedSettings, GROUPS, isShown, SETTINGS, type SettingGroup } from './settings';
import styles from './SettingsPanel.module.css';
import { PlanCard } from './PlanCard';
import { RangeTest } from './rangeTest/RangeTest';
import { useGroupSummary } from './useGroupSummary';

interface PanelProps {
  experimentId: string;
  draft: Draft;
}

/** Right: every setting of the next run, with its plan on top. */
export default function SettingsPanel({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const draft = useBenchStore('drafts', (state) => state.drafts[experimentId]);
  if (!draft) return null;
  const changes = changedSettings(draft.config, draft.defaults);
  return (
    <aside className={styles.panel} data-panel="side" aria-label={t('settings.title')}>
      <Restart experimentId={experimentId} draft={draft} />
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

/** Beside a run of this experiment: the settings are for the next one, and here it starts. */
function Restart({ experimentId, draft }: PanelProps) {
  const { t } = useTranslation();
  const bench = useBench();
  const obstacle = useObstacle(experimentId);
  const config = useRun((run) =>
    run?.experimentId === experimentId && run.plan ? run.config : null,
  );
  if (!config) return null;
  const isRefused = Object.keys(draft.refused).length > 0;
  if (changedSettings(draft.config, config).length === 0 && !isRefused) return null;
  return (
    <div className={styles.restart}>
      <p>{obstacle ?? t('settings.forNext')}</p>
      <Button
        look="signal"
        icon={<RotateCcw size={14} aria-hidden />}
        testId="restart"
        isDisabled={obstacle !== null}
        onPress={() => void startRun(bench, experimentId)}
      >
        {t('run.restartChanged')}
      </Button>
      <TrainEstimate experimentId={experimentId} />
    </div>
  );
}

function Group({ group, experimentId, draft }: PanelProps & { group: SettingGroup }) {
  const { t } = useTranslation();
  const [showsRare, setShowsRare] = useState(false);
  const summary = useGroupSummary(group, draft.config);
  const settings = SETTINGS.filter(
    (setting) => setting.group === group && isShown(setting, draft.config),
  );
  if (settings.length === 0) return null;
  return (
    <Folded
      id={group}
      icon={<ChevronRight size={15} aria-hidden />}
      title={t(`settings.group.${group}`)}
      summary={summary}
    >
      {() => (
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
          {settings.some((setting) => setting.rare) && (
            <Button look="quiet" size="small" onPress={() => setShowsRare(!showsRare)}>
              {showsRare ? t('settings.less') : t('settings.more')}
            </Button>
          )}
        </>
      )}
    </Folded>
  );
}

function AutoSize({ experimentId, draft }: PanelProps) {
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <div className={fieldStyles.field}>
      <SwitchControl
        label={t('settings.autoSize')}
        value={draft.autoSize}
        onChange={(autoSize) => bench.drafts.getState().setAutoSize(experimentId, autoSize)}
      />
      <p className={fieldStyles.help}>{t('settings.autoSizeHelp')}</p>
    </div>
  );
}
