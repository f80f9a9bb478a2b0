import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { RunPlan } from '../../../host/protocol/run';
import { useErrorWords } from '../../kit/useErrorWords';
import { formatAmount, formatBytes, formatPercent } from '../../kit/format';
import { useBench, useBenchStore, useLanguage } from '../../stores/context';
import styles from './finetune.module.css';
import { configOf } from '../../../host/studies/finetune/request';
import { sizeOf } from '../study/study';

/** What is trained and what it needs, exactly, before anything is allocated. */
export function FinetunePlan() {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useLanguage();
  const words = useErrorWords();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const [plan, setPlan] = useState<RunPlan | LabErrorData | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (found: RunPlan | LabErrorData): void => {
      if (isCurrent) setPlan(found);
    };
    const timer = setTimeout(() => {
      const method = choices.runs === 'compare' ? 'full' : choices.method;
      void Promise.resolve()
        .then(() => bench.lab.plan(configOf(choices, method, sizeOf(bench))))
        .then(show, (thrown: unknown) => show(toErrorData(thrown)));
    }, 200);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [bench, choices, isReady]);
  if (!plan) return <p className={styles.help}>{t('finetune.plan.waiting')}</p>;
  if ('code' in plan) {
    return (
      <p role="alert" className={styles.error}>
        {words(plan)}
      </p>
    );
  }
  const { parameters: trained, frozenParameters: frozen = 0, totalBytes } = plan;
  // With LoRA the frozen ones are the whole model; with other methods the rest of it.
  const isBeside = choices.method === 'lora' && choices.runs !== 'compare';
  const all = isBeside ? frozen : trained + frozen;
  return (
    <p className={styles.help} data-testid="finetune-plan">
      {t('finetune.plan.trained', {
        trained: formatAmount(trained, language),
        all: formatAmount(all, language),
        share: formatPercent(trained / all),
      })}
      {' · '}
      {t('finetune.plan.memory', { size: formatBytes(totalBytes) })}
    </p>
  );
}
