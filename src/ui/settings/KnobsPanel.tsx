import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Button } from 'react-aria-components/Button';
import { Heading } from 'react-aria-components/Heading';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyButton } from '../kit/KeyButton';
import { useBench, useBenchStore } from '../stores/context';
import type { Draft } from '../stores/drafts';
import { ArgumentsPanel } from './ArgumentsPanel';
import { AutoSize } from './AutoSize';
import { ImportResult } from './ImportResult';
import { KnobField } from './controls/KnobField';
import { changedKnobs, GROUPS, isShown, KNOBS, type KnobGroup } from './knobs';
import styles from './KnobsPanel.module.css';
import { PlanCard } from './PlanCard';
import { RateFinder } from './rateFinder/RateFinder';
import { Restart } from './Restart';
import { useGroupSummary } from './useGroupSummary';

/** Right: every knob of the next run, with its plan on top. */
export default function KnobsPanel({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const draft = useBenchStore(
    (stores) => stores.drafts,
    (state) => state.drafts[experimentId],
  );
  if (!draft) return null;
  const changes = changedKnobs(draft.config, draft.defaults);
  return (
    <aside className={styles.panel} aria-label={t('knobs.title')}>
      <Restart experimentId={experimentId} />
      <PlanCard experimentId={experimentId} draft={draft} />
      <ImportResult experimentId={experimentId} draft={draft} />
      {GROUPS.map((group) => (
        <Group key={group} group={group} experimentId={experimentId} draft={draft} />
      ))}
      <ArgumentsPanel experimentId={experimentId} draft={draft} />
      {changes.length > 0 && (
        <p className={styles.changed}>
          {t('knobs.changed', { n: changes.length })}
          <KeyButton
            look="quiet"
            size="small"
            icon={<RotateCcw size={13} aria-hidden />}
            onPress={() => bench.drafts.getState().resetAll(experimentId)}
          >
            {t('knobs.resetAll')}
          </KeyButton>
        </p>
      )}
    </aside>
  );
}

function Group(props: { group: KnobGroup; experimentId: string; draft: Draft }) {
  const { group, experimentId, draft } = props;
  const { t } = useTranslation();
  const [showsRare, setShowsRare] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const summary = useGroupSummary(group, draft.config);
  const knobs = KNOBS.filter((knob) => knob.group === group && isShown(knob, draft.config));
  if (knobs.length === 0) return null;
  const hasRare = knobs.some((knob) => knob.rare);
  return (
    <Disclosure className={styles.group} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={2} className={styles.heading}>
        <Button slot="trigger" className={styles.trigger} data-testid={`group-${group}`}>
          <ChevronRight size={15} aria-hidden />
          <span>{t(`knobs.group.${group}`)}</span>
          <span className={styles.summary}>{summary}</span>
        </Button>
      </Heading>
      <DisclosurePanel className={styles.body}>
        {isOpen && (
          <>
            {group === 'model' && <AutoSize experimentId={experimentId} draft={draft} />}
            {knobs
              .filter((knob) => showsRare || !knob.rare)
              .map((knob) => (
                <Fragment key={knob.id}>
                  <KnobField knob={knob} experimentId={experimentId} draft={draft} />
                  {knob.id === 'learning_rate' && (
                    <RateFinder experimentId={experimentId} draft={draft} />
                  )}
                </Fragment>
              ))}
            {hasRare && (
              <KeyButton look="quiet" size="small" onPress={() => setShowsRare(!showsRare)}>
                {showsRare ? t('knobs.less') : t('knobs.more')}
              </KeyButton>
            )}
          </>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}
