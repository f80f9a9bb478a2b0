import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MemoryChart } from '../charts/MemoryChart';
import { MemoryBar, MemoryTable } from '../kit/meters/MemoryBar';
import { useErrorWords } from '../kit/useErrorWords';
import {
  formatAmount,
  formatBytes,
  formatCompact,
  formatCount,
  formatPercent,
  formatSetting,
} from '../kit/format';
import type { RunSteps } from '../../host/protocol/run';
import { useDevice, useRun } from '../stores/context';
import type { Draft } from '../stores/drafts';
import styles from './SettingsPanel.module.css';
import { usePlan } from './useKeepPlan';

/** What epochs, shares and warmup come to, before the run starts. */
function Duration(props: { draft: Draft; steps: RunSteps; isEstimate: boolean }) {
  const { draft, steps, isEstimate } = props;
  const { t } = useTranslation();
  const { num_train_epochs: epochs } = draft.config.training;
  const approximately = isEstimate && epochs !== undefined ? '≈ ' : '';
  const fields = {
    total: approximately + formatCount(steps.total),
    warmup: formatCount(steps.warmup),
    count: steps.total,
  };
  return (
    <p className={styles.planNote} data-testid="plan-steps">
      {epochs === undefined || steps.perEpoch === null
        ? t('plan.duration', fields)
        : t('plan.epochs', { ...fields, epochs: formatSetting(epochs), perEpoch: steps.perEpoch })}
    </p>
  );
}

/** What the settings would cost, exactly, before anything is allocated. */
export function PlanCard({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const { plan: last, error, isEstimate } = usePlan(experimentId);
  const plan = error ? null : last;
  const [isOpen, setOpen] = useState(false);
  // The sizes of a run have been chosen: the sentence is about a start that is still to come.
  const hasRun = useRun((run) => run?.experimentId === experimentId);
  const hasDevice = useDevice().status !== 'opening';
  return (
    <section className={styles.plan} aria-label={t('plan.title')} data-testid="plan">
      <div className={styles.planTop}>
        <p>
          <span>{t('common.parameters')}</span>
          <b data-testid="plan-parameters" data-value={plan?.parameters}>
            {plan ? formatAmount(plan.parameters) : '–'}
          </b>
        </p>
        <p>
          <span>{t('run.memory')}</span>
          <b data-testid="plan-bytes" data-value={plan?.totalBytes}>
            {plan ? formatBytes(plan.totalBytes) : '–'}
          </b>
        </p>
      </div>
      {plan && <Duration draft={draft} steps={plan.steps} isEstimate={isEstimate} />}
      {plan && <MemoryBar memory={plan.memory} totalBytes={plan.totalBytes} />}
      {error && <p className={styles.planError}>{words(error)}</p>}
      {!plan && !error && (
        <p className={styles.planNote}>{hasDevice ? t('plan.counting') : t('plan.unknown')}</p>
      )}
      {draft.autoSize && !hasRun && <p className={styles.planNote}>{t('plan.autoSize')}</p>}
      {plan && (
        <details
          className={styles.details}
          onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        >
          <summary>{t('settings.more')}</summary>
          {isOpen && <MemoryChart memory={plan.memory} totalBytes={plan.totalBytes} />}
          <MemoryTable memory={plan.memory} />
          <dl className={styles.planList}>
            <dt>{t('plan.flops')}</dt>
            <dd>{formatCompact(plan.flopsPerStep)} FLOP</dd>
            <dt>{t('plan.tokens')}</dt>
            <dd>{formatAmount(plan.tokensPerStep)}</dd>
            <dt>{t('plan.dispatches')}</dt>
            <dd>{formatAmount(plan.dispatchesPerStep)}</dd>
            <dt>{t('setting.vocab_size.label')}</dt>
            <dd>
              {isEstimate ? '≈ ' : ''}
              {formatAmount(plan.vocabSize)}
            </dd>
          </dl>
          {plan.unsharedBytes > plan.totalBytes && (
            <p className={styles.planNote}>
              {t('plan.shared', { share: formatPercent(1 - plan.totalBytes / plan.unsharedBytes) })}
            </p>
          )}
          {isEstimate && <p className={styles.planNote}>{t('plan.estimate')}</p>}
        </details>
      )}
    </section>
  );
}
